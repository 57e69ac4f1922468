"""One settings file, filled from the environment. Production is the default mode.

Production needs SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL and says which is missing.
DEMO=1 (set by `make run` and the tests) fills them in, prints the mail instead of
sending it and shows that it is a demo.
"""

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from prosesstotte import trace

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name, default=None):
    """The environment's value, or `default`; without a default the name is required."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(
            f"{name} is missing: set the environment variable {name} (see README, «Til produksjon»)."
        )
    return value


def env_list(name, default=None):
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


def env_pairs(name):
    """«one=a,two=b» as a dict; the text before the last «=» may hold anything but a comma."""
    pairs = [part.rpartition("=") for part in env_list(name, "")]
    if not all(left.strip() and right.strip() for left, _equals, right in pairs):
        raise ImproperlyConfigured(f"{name} must be pairs: what the provider says=our role, with commas.")
    return {left.strip(): right.strip() for left, _equals, right in pairs}


def env_bool(name, default="0"):
    return env(name, default).lower() in {"1", "true", "yes", "ja"}


def _origin(address):
    return "://".join(urlsplit(address)[:2])


# --- Mode -------------------------------------------------------------------------------
DEMO = env_bool("DEMO")
DEBUG = False
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEMO else None)
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", "")
SITE_URL = env("SITE_URL", "http://localhost:8000" if DEMO else f"https://{ALLOWED_HOSTS[0]}")

# --- Who runs it: shown in the footer and in e-mails ---------------------------------------
SITE_NAME = "Team prosesstøtte"
SITE_PHONE = env("SITE_PHONE", "70 16 20 00")
SITE_EMAIL = env("SITE_EMAIL", "prosess@example.no")
ORGANISATION_NUMBER = env("ORGANISATION_NUMBER", "920 415 288")
POSTAL_ADDRESS = env("POSTAL_ADDRESS", "Postboks 1521, 6025 Ålesund")

# --- The rooms of the house ----------------------------------------------------------------
INSTALLED_APPS = [
    "prosesstotte.apps.PortalConfig",
    "prosesstotte.apps.PortalAdminConfig",
    "tools",
    "bookings",
    "referencegroups",
    "crispy_forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "procrastinate.contrib.django",
    "csp",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "prosesstotte.trace.RequestIdMiddleware",
    "prosesstotte.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "prosesstotte.caching.PublicPageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "prosesstotte.middleware.closed_accounts",
    "prosesstotte.kept.LoginMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "prosesstotte.kept.KeptMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "prosesstotte.middleware.known_methods",
]

ROOT_URLCONF = "prosesstotte.urls"
WSGI_APPLICATION = "prosesstotte.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "prosesstotte.views.site",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["designsystemet"]
CRISPY_TEMPLATE_PACK = "designsystemet"

# --- PostgreSQL ------------------------------------------------------------------------------
DATABASES = {"default": dj_database_url.parse(env("DATABASE_URL"), conn_max_age=600, conn_health_checks=True)}
# Behind PgBouncer in transaction mode a cursor may not outlive its transaction.
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = env_bool("PGBOUNCER")
# Our data lie in memory, where jumping about costs nothing: without this PostgreSQL reads a whole library
# through instead of using the search's index. PgBouncer passes no such word on: set it in the server then.
if not env_bool("PGBOUNCER"):
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c random_page_cost=1.1")
# A server that does not answer is told about, not waited for.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits are counted in the database, so that all processes count together;
# finished pages lie in each process's own memory.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # Django's 300 would throw out the counts of the first visitors
    },
    # What people had typed when their session ended (prosesstotte/kept.py): 100 kB each at the most.
    "kept": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kept",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}

# --- Language and time -----------------------------------------------------------------------
LANGUAGE_CODE = "nn"
LANGUAGES = [("nn", _("Nynorsk"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["prosesstotte.formats"]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True

# --- Who may come in ----------------------------------------------------------------------------
AUTH_USER_MODEL = "prosesstotte.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "mine"
LOGIN_DOMAINS = [domain.lower() for domain in env_list("LOGIN_DOMAINS", "example.no" if DEMO else "")]
ACCOUNT_ADAPTER = "prosesstotte.login.PortalAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code in the mail is the verification
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_FORMS = {
    "request_login_code": "prosesstotte.login.RequestCodeForm",
    "confirm_login_code": "prosesstotte.login.ConfirmCodeForm",
}
# What allauth counts; all other limits stand in prosesstotte/limits.py. `key` is the e-mail address: few
# codes in a minute and not many in an hour, so that nobody fills another's mailbox. Loose for one network
# address: a whole town hall may share it.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "60/m/ip,3/m/key,12/h/key",  # a letter with a code
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/300s/key",
    "group_join": "40/h/ip,5/h/key",  # asking to join, and asking for a new link
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "front"
# How many proxies of ours stand in front: whose word on the visitor's address is taken when we count.
ALLAUTH_TRUSTED_PROXY_COUNT = int(env("TRUSTED_PROXIES", "0" if DEMO else "1"))

# --- The municipality's own login (docs/innlogging.md): off until OIDC_ISSUER is set -----------------
OIDC_ISSUER = env("OIDC_ISSUER", "")
OIDC_CLIENT_ID = env("OIDC_CLIENT_ID", None if OIDC_ISSUER else "")
OIDC_CLIENT_SECRET = env("OIDC_CLIENT_SECRET", None if OIDC_ISSUER else "")
OIDC_NAME = env("OIDC_NAME", "kommunen")  # «Logg inn med …»
OIDC_SCOPES = env("OIDC_SCOPES", "openid profile email").split()
OIDC_PARAMETERS = env_pairs("OIDC_PARAMETERS")  # added to the question, like acr_values=substantial
OIDC_ORIGINS = env_list("OIDC_ORIGINS", "")  # other hosts that the login passes through
OIDC_EMAIL_CLAIM = env("OIDC_EMAIL_CLAIM", "email")
OIDC_TRUST_EMAIL = env_bool("OIDC_TRUST_EMAIL")  # the provider checks addresses, but does not say so
OIDC_ROLE_CLAIM = env("OIDC_ROLE_CLAIM", "roles")
OIDC_ROLES = env_pairs("OIDC_ROLES")
OIDC_SECOND_FACTOR = env_list("OIDC_SECOND_FACTOR", "")  # amr or acr that counts as our second factor
CODE_LOGIN = env_bool("CODE_LOGIN", "1")
SOCIALACCOUNT_ADAPTER = "prosesstotte.oidc.people.PeopleAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
if OIDC_ISSUER and not (OIDC_ISSUER.startswith("https://") or DEMO):
    raise ImproperlyConfigured("OIDC_ISSUER must begin with https://")
if not (OIDC_ISSUER or CODE_LOGIN):
    raise ImproperlyConfigured("CODE_LOGIN=0 needs OIDC_ISSUER: else nobody can log in.")

ADMIN_REQUIRES_MFA = env_bool("ADMIN_REQUIRES_MFA", "0" if DEMO else "1")
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # a demo on http://localhost
MFA_TOTP_ISSUER = SITE_NAME
MFA_FORMS = {
    "authenticate": "prosesstotte.mfa_forms.AuthenticateForm",
    "reauthenticate": "prosesstotte.mfa_forms.ReauthenticateForm",
    "activate_totp": "prosesstotte.mfa_forms.ActivateTotpForm",
    "deactivate_totp": "prosesstotte.mfa_forms.DeactivateTotpForm",
    "generate_recovery_codes": "prosesstotte.mfa_forms.NewRecoveryCodesForm",
    "add_webauthn": "prosesstotte.mfa_forms.AddKeyForm",
    "edit_webauthn": "prosesstotte.mfa_forms.RenameKeyForm",
}

# --- Mail and jobs ---------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env("MAIL_FROM", f"{SITE_NAME} <{SITE_EMAIL}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
ADMINS = [("", address) for address in env_list("ERROR_MAIL", "")]  # who is told when a page breaks
DEFAULT_EXCEPTION_REPORTER = "prosesstotte.hiding.Reporter"
EMAIL_BACKEND = (
    "prosesstotte.mail.PrintingBackend"
    if DEMO and "EMAIL_HOST" not in os.environ
    else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_HOST = env("EMAIL_HOST", "localhost")
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER = env("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_WORKER_DEFAULTS = {"task_middleware": [trace.in_job]}
READY_MAIL_BACKLOG = int(env("READY_MAIL_BACKLOG", "100"))  # letters more than five minutes late: not ready

# --- What the portal may fetch from addresses that people type (their own calendars) ----------------
FETCH_PORTS = {int(port) for port in env_list("FETCH_PORTS", "80,443")}
FETCH_NETWORKS = env_list("FETCH_NETWORKS", "")  # networks inside that are open to it all the same

# --- Files -----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env("MEDIA_ROOT", str(BASE_DIR / "media")))
STORAGES = {
    # Several machines: a shared folder (MEDIA_ROOT), or another storage with its options as JSON.
    "default": {
        "BACKEND": env("MEDIA_STORAGE", "django.core.files.storage.FileSystemStorage"),
        "OPTIONS": json.loads(env("MEDIA_STORAGE_OPTIONS", "{}")),
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # bytes of what is typed
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
UPLOAD_MAX_SIZE = (
    25_000_000  # bytes of a whole form with files in it: the largest document, and room for the rest
)
FILE_UPLOAD_HANDLERS = [
    "prosesstotte.uploads.LimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Security ----------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# So many proxies of our own stand before us and add the sender to X-Forwarded-For; nothing else in it counts.
TRUSTED_PROXIES = int(env("TRUSTED_PROXIES", "0" if DEMO else "1"))
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "prosesstotte.kept.csrf_failure"
KEPT_COOKIE_PREFIX = "teke-vare-pa-"  # opens what somebody typed when the session ended
if not DEMO:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env_bool("SSL_REDIRECT", "1")
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
    SECURE_HSTS_SECONDS = int(env("HSTS_SECONDS", str(365 * 24 * 3600)))
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # data: is Designsystemet's icon masks
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *([_origin(OIDC_ISSUER), *OIDC_ORIGINS] if OIDC_ISSUER else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "report-uri": "/csp-rapport/",
    }
}

# --- Logs: one line an event, no personal data (trace.py) -----------------------------------------
UNLOGGED = {"referencegroups", "healthz", "readyz"}  # namespaces and pages whose requests leave no line
RELEASE = env("RELEASE", "")  # what runs, as the one who put it there names it
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "prosesstotte.trace.JsonLines"},
    },
    "filters": {"hide_tokens": {"()": "prosesstotte.logs.HideTokens"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env("LOG_FORMAT", "line" if DEMO else "json"),
            "filters": ["hide_tokens"],
        },
        # Django's own handler, to ERROR_MAIL: its subject quotes the address, its letter what was typed.
        "mail_admins": {
            "class": "django.utils.log.AdminEmailHandler",
            "level": "ERROR",
            "filters": ["hide_tokens"],
            "reporter_class": "prosesstotte.hiding.Reporter",
        },
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "WARNING" if DEMO else "INFO")},
    "loggers": {
        "django": {"handlers": ["mail_admins"] if ADMINS else []},
        # Pages that are not there, and the like, are the access line's to tell.
        "django.request": {"level": "ERROR"},
        "procrastinate.periodic": {"level": "WARNING"},  # tells of every task at every start
        "procrastinate.blueprints": {"level": "WARNING"},
    },
}
