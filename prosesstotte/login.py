"""Login by a code sent by e-mail, on top of allauth.

Somebody with an address in an allowed domain gets an account when the code is confirmed.
Everybody sees the same answer on the screen; a stranger gets a mail that says why.
"""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.internal.flows import login_by_code
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from prosesstotte import limits, mail
from prosesstotte.forms import PortalFormMixin
from prosesstotte.models import User


def may_join(email):
    """Whether `email` gets an account by itself: allowed domain, and not one that was closed."""
    domain = email.rpartition("@")[2].lower()
    return domain in settings.LOGIN_DOMAINS and not User.objects.filter(email__iexact=email).exists()


class CodeLogin(login_by_code.LoginCodeVerificationProcess):
    """allauth's process, where a new colleague's account is made by the confirmed code."""

    def send_by_email(self, email, skip_enumeration_mails=False):
        """Send a code, or the reason why there is none; the screen says the same."""
        kind, context = "unknown_account", {}
        if self.user or may_join(email):
            kind, context = "login_code", {"code": self.generate_code()}
        PortalAdapter().send_mail(f"account/email/{kind}", email, context)
        self.add_sent_message({"email": email, "recipient": email})

    def finish(self, redirect_url):
        if self.user is None and may_join(self.state["email"]):
            self._user, _made = User.objects.get_or_create(email=self.state["email"].lower())
        return super().finish(redirect_url)


def let_new_colleagues_in():
    """Put our process where allauth's own code looks it up; it has no setting for this."""
    login_by_code.LoginCodeVerificationProcess = CodeLogin


class PortalAdapter(DefaultAccountAdapter):
    """Mail through our own queue; nobody signs up by any other way than the code."""

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        """allauth's own breaks on an address that cannot be taken apart."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def get_client_ip(self, request):
        """allauth's own answers 500 when a request has passed fewer proxies than expected."""
        return limits.address_of(request)

    def send_mail(self, template_prefix, email, context):
        kind = template_prefix.removeprefix("account/email/").removeprefix("mfa/email/")
        mail.queue(f"account/{kind}", to=email, context={"code": context.get("code", "")})

    def generate_login_code(self):
        return super().generate_login_code().upper()


class RequestCodeForm(PortalFormMixin, RequestLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"] = forms.EmailField(
            label=_("E-postadressa di på jobb"),
            help_text=_("Vi sender deg ein kode. Du treng ikkje passord."),
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
            error_messages={
                "required": _("Skriv e-postadressa di"),
                "invalid": _("Skriv ei gyldig e-postadresse, til dømes namn@kommune.no"),
            },
        )


class ConfirmCodeForm(PortalFormMixin, ConfirmLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = _("Koden frå e-posten"), _("Store og små bokstavar er det same.")
        field.error_messages["required"] = _("Skriv koden du fekk i e-posten")
