"""The part of allauth that we use: a code by e-mail, the municipality, log out, a second factor."""

from allauth.account import views
from django.urls import include, path

from prosesstotte import login
from prosesstotte.oidc import views as oidc

urlpatterns = [
    path("", login.LoginPage.as_view(), name="account_login"),
    path("", login.LoginPage.as_view(), name="account_request_login_code"),
    path("kode/", login.code_only(views.confirm_login_code), name="account_confirm_login_code"),
    path("kommunen/", oidc.start, name="oidc_start"),
    path("kommunen/tilbake/", oidc.callback, name="oidc_callback"),
    path("ut/", views.logout, name="account_logout"),
    path("stengd/", views.account_inactive, name="account_inactive"),
    path("stadfest/", views.reauthenticate, name="account_reauthenticate"),
    path("to-steg/", include("allauth.mfa.urls")),
]
