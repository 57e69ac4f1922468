"""Login by a code sent by e-mail, on top of allauth. Through the municipality's provider: see `oidc`.

Somebody with an address in an allowed domain gets an account when the code is confirmed.
Everybody sees the same answer on the screen; a stranger gets a mail that says why.
"""

from functools import wraps

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.internal.flows import login_by_code
from allauth.account.views import RequestLoginCodeView
from django import forms
from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from prosesstotte import limits, mail
from prosesstotte.forms import PortalFormMixin
from prosesstotte.models import User
from prosesstotte.oidc import session


def is_ours(email):
    return email.rpartition("@")[2].lower() in settings.LOGIN_DOMAINS


def may_join(email):
    """Whether `email` gets an account by itself: allowed domain, and not one that was closed."""
    return not User.objects.filter(email__iexact=email).exists() and is_ours(email)


class CodeLogin(login_by_code.LoginCodeVerificationProcess):
    """allauth's process, where a new colleague's account is made by the confirmed code."""

    def send_by_email(self, email, skip_enumeration_mails=False):
        """Send a code, or the reason why there is none; the screen says the same."""
        kind, context = "unknown_account", {}
        joins = may_join(email)  # asked for everybody, so that a known address takes no less time
        if self.user or joins:
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

    def post_login(self, request, user, *, signal_kwargs, **more):
        """A login through the municipality is remembered in the session: see `oidc.session`."""
        through = (signal_kwargs or {}).get("sociallogin")
        if through:
            request.session[session.KEY] = through.state[session.KEY]
        return super().post_login(request, user, signal_kwargs=signal_kwargs, **more)

    def get_logout_redirect_url(self, request):
        return session.way_out(request) or super().get_logout_redirect_url(request)


class LoginPage(RequestLoginCodeView):
    """The municipality's button, the code by e-mail, or both."""

    def post(self, request, *args, **kwargs):
        if not settings.CODE_LOGIN:
            return self.http_method_not_allowed(request)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        provider = {"name": settings.OIDC_NAME} if settings.OIDC_ISSUER else None
        return {**super().get_context_data(**kwargs), "code_login": settings.CODE_LOGIN, "provider": provider}


def code_only(view):
    """Turning the code off also stops the codes that are on their way."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.CODE_LOGIN:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


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
