from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "prosesstotte"
    verbose_name = "Team prosesstøtte"

    def ready(self):
        from prosesstotte import house_retention, login, own_data, roles

        login.let_new_colleagues_in()
        roles.check_keys(settings.OIDC_ROLES.values())
        house_retention.register_rules()
        own_data.register_parts()


class PortalAdminConfig(AdminConfig):
    default_site = "prosesstotte.site.PortalAdminSite"

    def ready(self):
        super().ready()
        from prosesstotte import admin_accounts  # noqa: F401 - after every app has registered its own
