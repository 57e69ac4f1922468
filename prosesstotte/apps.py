from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "prosesstotte"
    verbose_name = "Team prosesstøtte"

    def ready(self):
        from prosesstotte import house_retention, login, own_data

        login.let_new_colleagues_in()
        house_retention.register_rules()
        own_data.register_parts()


class PortalAdminConfig(AdminConfig):
    default_site = "prosesstotte.site.PortalAdminSite"
