"""Production is the default mode and says what it lacks."""

import os
import subprocess
import sys

import pytest

NEEDED = {
    "SECRET_KEY": "0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "portal.example.no",
    "DATABASE_URL": "postgresql:///x",
}


def import_settings(code="print('ok')", **environment):
    clean = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "prosesstotte.settings", **environment}
    command = [sys.executable, "-c", f"import prosesstotte.settings as s; {code}"]
    return subprocess.run(command, env=clean, capture_output=True, text=True)


@pytest.mark.parametrize("name", NEEDED)
def test_production_refuses_to_start_and_says_what_is_missing(name):
    environment = {key: value for key, value in NEEDED.items() if key != name}

    done = import_settings(**environment)

    assert done.returncode == 1
    assert f"{name} is missing" in done.stderr


def test_production_is_the_default_and_is_strict():
    done = import_settings("print(s.DEBUG, s.DEMO, s.SESSION_COOKIE_SECURE, s.ADMIN_REQUIRES_MFA)", **NEEDED)

    assert done.stdout.strip() == "False False True True"


def test_djangos_own_deploy_check_finds_nothing():
    environment = {"PATH": os.environ["PATH"], **NEEDED, "DATABASE_URL": os.environ["DATABASE_URL"]}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]

    done = subprocess.run(command, env=environment, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


PROVIDER = {"OIDC_ISSUER": "https://login.example.no/t/v2", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"}


def test_the_provider_is_named_to_the_browser_and_its_groups_are_read():
    code = "print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'][1:], s.OIDC_ROLES)"
    more = {"OIDC_ORIGINS": "https://sts.example.no", "OIDC_ROLES": "g=1=administrator, h = redaktor"}

    done = import_settings(code, **NEEDED, **PROVIDER, **more)

    assert done.stdout.strip() == (
        "['https://login.example.no', 'https://sts.example.no'] {'g=1': 'administrator', 'h': 'redaktor'}"
    )


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({**PROVIDER, "OIDC_ISSUER": "http://login.example.no"}, "OIDC_ISSUER must begin with https://"),
        ({"OIDC_ISSUER": "https://login.example.no"}, "OIDC_CLIENT_ID is missing"),
        ({**PROVIDER, "OIDC_ROLES": "administrator"}, "OIDC_ROLES must be pairs"),
        ({"CODE_LOGIN": "0"}, "CODE_LOGIN=0 needs OIDC_ISSUER"),
    ],
)
def test_a_provider_that_is_half_set_stops_the_start(wrong, says):
    done = import_settings(**NEEDED, **wrong)

    assert done.returncode == 1
    assert says in done.stderr
