"""allauth's forms for the second factor, in our look and with our words."""

from allauth.mfa.base import forms as base
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from prosesstotte.forms import PortalFormMixin


def code_field(label):
    return forms.CharField(
        label=label,
        help_text=_("Seks siffer frå appen, eller ein av reservekodane dine."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "size": 12, "autofocus": True}),
        error_messages={"required": _("Skriv koden")},
    )


class AuthenticateForm(PortalFormMixin, base.AuthenticateForm):
    code = code_field(_("Kode"))


class ReauthenticateForm(PortalFormMixin, base.ReauthenticateForm):
    code = code_field(_("Kode"))


class ActivateTotpForm(PortalFormMixin, totp.ActivateTOTPForm):
    code = forms.CharField(
        label=_("Koden frå appen"),
        help_text=_("Seks siffer. Appen lagar ein ny kode kvart halve minutt."),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": 12}),
        error_messages={"required": _("Skriv koden frå appen")},
    )


class DeactivateTotpForm(PortalFormMixin, totp.DeactivateTOTPForm):
    pass


class NewRecoveryCodesForm(PortalFormMixin, GenerateRecoveryCodesForm):
    pass


class AddKeyForm(PortalFormMixin, webauthn.AddWebAuthnForm):
    name = forms.CharField(
        label=_("Namn på nøkkelen"),
        help_text=_("Så du kjenner han att, til dømes «Jobbmaskina»."),
        max_length=60,
        required=False,
    )


class RenameKeyForm(PortalFormMixin, webauthn.EditWebAuthnForm):
    name = forms.CharField(label=_("Namn på nøkkelen"), max_length=60)
