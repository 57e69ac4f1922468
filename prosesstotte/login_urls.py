"""The part of allauth that we use: a code by e-mail, log out, a second factor."""

from allauth.account import views
from django.urls import include, path

urlpatterns = [
    path("", views.request_login_code, name="account_login"),
    path("", views.request_login_code, name="account_request_login_code"),
    path("kode/", views.confirm_login_code, name="account_confirm_login_code"),
    path("ut/", views.logout, name="account_logout"),
    path("stengd/", views.account_inactive, name="account_inactive"),
    path("stadfest/", views.reauthenticate, name="account_reauthenticate"),
    path("to-steg/", include("allauth.mfa.urls")),
]
