"""Other people's tables in the administration: what an administrator needs of them, and no more.

A lost phone: delete the second factor, and the person makes a new one. An address that has got a new owner
at the municipality: delete the old link. Nobody writes these rows by hand: a row made up here would be a way
into somebody else's account. Loaded after allauth has registered its own pages.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.apps import apps
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

admin.site.unregister([EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken])


class LookOrDelete(admin.ModelAdmin):
    search_fields = ["user__email", "user__name"]
    list_select_related = ["user"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Authenticator)
class SecondFactorAdmin(LookOrDelete):
    list_display = fields = ["user", "type", "created_at", "last_used_at"]


@admin.register(SocialAccount)
class ProviderLinkAdmin(LookOrDelete):
    list_display = fields = ["user", "provider", "uid", "date_joined", "last_login"]


def call(model, one, many):
    """Their models have no names that can be translated; a name set here makes no migration."""
    model._meta.verbose_name, model._meta.verbose_name_plural = one, many


call(Authenticator, _("andre steg"), _("andre steg"))
call(ProcrastinateJob, _("jobb"), _("jobbar"))
apps.get_app_config("procrastinate").verbose_name = _("Jobbar")
