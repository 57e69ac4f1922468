"""The admin's front door: the portal's own login, and a second factor in production."""

from functools import wraps

from allauth.account import views as account_views
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminToField
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _

from prosesstotte import state_page
from prosesstotte.oidc.session import had_second_factor


class PortalAdminSite(admin.AdminSite):
    site_header = site_title = _("Team prosesstøtte")
    index_title = _("Administrasjon")
    site_url = "/"
    enable_nav_sidebar = True

    def has_permission(self, request):
        return super().has_permission(request) and not self.lacks_second_factor(request)

    def lacks_second_factor(self, request):
        """An app or a key here, or a second factor at the municipality's login where that is trusted."""
        if not settings.ADMIN_REQUIRES_MFA:
            return False
        return not (is_mfa_enabled(request.user) or had_second_factor(request))

    def get_urls(self):
        return [path("drift/", self.admin_view(state_page.operation), name="operation"), *super().get_urls()]

    def logout(self, request, extra_context=None):
        """The portal's own way out: it also logs out at the municipality."""
        return account_views.logout(request)

    def admin_view(self, view, cacheable=False):
        """Django's own asks the database for the field «» when `_to_field` is empty, and breaks."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def calm(request, *args, **kwargs):
            if "" in {request.GET.get(TO_FIELD_VAR), request.POST.get(TO_FIELD_VAR)}:
                raise DisallowedModelAdminToField("empty")
            return guarded(request, *args, **kwargs)

        return calm

    def login(self, request, extra_context=None):
        """Send people to the portal's login; admin has no passwords of its own."""
        user = request.user
        if user.is_authenticated and not user.is_staff:
            raise PermissionDenied
        if user.is_authenticated and self.lacks_second_factor(request):
            return redirect("mfa_index")
        return redirect_to_login(request.GET.get("next", request.path), login_url=None)
