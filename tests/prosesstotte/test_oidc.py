"""Login through a real OpenID provider: another process, real HTTP, real signatures."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from bookings.models import ProcessLeader
from prosesstotte import roles
from prosesstotte.limits import LIMITS, Limit
from prosesstotte.models import Event, User
from tests.factories import make_team_member, make_user
from tests.oidc_provider import CLIENT, SECRET, Provider

pytestmark = pytest.mark.django_db
KARI = {"sub": "kari-1", "email": "kari@kommune.example", "email_verified": True, "name": "Kari Vik"}


@pytest.fixture(scope="module")
def running():
    with Provider() as provider:
        yield provider


@pytest.fixture(autouse=True)
def provider(running, settings):
    settings.OIDC_ISSUER = running.address
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
    settings.LOGIN_DOMAINS = ["kommune.example"]
    cache.clear()
    running.says(**KARI)
    return running


def test_going_out_too_often_is_slowed_down(client, provider, monkeypatch):
    monkeypatch.setitem(LIMITS, "oidc", Limit(2))
    monkeypatch.setattr("prosesstotte.limits.time", lambda: 1_000_000)

    codes = [client.post(reverse("oidc_start")).status_code for _ in range(3)]

    assert codes == [302, 302, 429]


def go_out(client, **data):
    """Press the button: the address at the provider that we are sent to."""
    return client.post(reverse("oidc_start"), data).headers["Location"]


def come_back(client, address):
    """Let the provider answer, and follow its answer home."""
    back = urlsplit(requests.get(address, allow_redirects=False, timeout=5).headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def log_in(client, **data):
    return come_back(client, go_out(client, **data))


def who(client):
    number = client.session.get("_auth_user_id")
    return User.objects.get(pk=number).email if number else None


# --- The way there ----------------------------------------------------------------------------------


def test_the_login_page_has_the_municipalitys_button_first(client, settings):
    settings.OIDC_NAME = "Fjordvik kommune"

    page = client.get("/logg-inn/").text

    assert page.index("Logg inn med Fjordvik kommune") < page.index("Send meg ein kode")


def test_without_a_provider_there_is_no_button_and_no_address(client, settings):
    settings.OIDC_ISSUER = ""

    assert "Logg inn med" not in client.get("/logg-inn/").text
    assert client.post(reverse("oidc_start")).status_code == 404
    assert client.get(reverse("oidc_callback")).status_code == 404


def test_the_question_has_state_nonce_and_a_pkce_challenge_and_nothing_from_the_address(client):
    asked = client.post(f"{reverse('oidc_start')}?scope=alt&auth_params=prompt%3Dnone&process=connect")

    question = parse_qs(urlsplit(asked.headers["Location"]).query)
    assert question.keys() == {
        "client_id", "redirect_uri", "scope", "response_type", "state", "nonce", "code_challenge",
        "code_challenge_method",
    }  # fmt: skip
    assert question["code_challenge_method"] == ["S256"]
    assert set(question["scope"][0].split()) == {"openid", "profile", "email"}
    assert question["redirect_uri"] == ["http://localhost:8000/logg-inn/kommunen/tilbake/"]


def test_a_new_colleague_gets_an_account(client):
    log_in(client)

    assert who(client) == "kari@kommune.example"
    assert User.objects.get().name == "Kari Vik"


def test_login_returns_to_where_one_was_going_but_never_out_of_the_house(client):
    assert log_in(client, next="/om/").headers["Location"] == "/om/"
    client.logout()
    assert log_in(client, next="https://vond.example/").headers["Location"] == reverse("mine")


def test_the_account_with_the_checked_address_is_linked_and_then_known_by_sub(client, provider):
    old = make_user("kari@kommune.example")
    log_in(client)
    client.logout()

    provider.says(**{**KARI, "email": "kari.ny@kommune.example"})
    log_in(client)

    assert who(client) == old.email
    assert SocialAccount.objects.get().user == old


def test_the_address_is_asked_for_where_the_token_lacks_it(client, provider):
    provider.says({"userinfo": {"email": KARI["email"], "email_verified": True}}, sub="kari-1")

    log_in(client)

    assert who(client) == KARI["email"]


def test_nothing_of_what_the_provider_tells_is_kept(client, provider):
    provider.says(**KARI, pid="01017012345")

    log_in(client)

    kept = str([*SocialAccount.objects.values(), *User.objects.values(), *Event.objects.values()])
    sessions = str([session.get_decoded() for session in Session.objects.all()])
    assert "01017012345" not in kept + sessions
    assert "eyJ" not in sessions  # how a readable token begins
    assert not SocialToken.objects.exists()


# --- What is not believed ---------------------------------------------------------------------------


def refused(client, response):
    assert response.status_code == 422
    assert "Innlogginga kom ikkje i mål" in response.text
    assert who(client) is None
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "bend",
    [
        {"nonce": "ein annan"},
        {"nonce": None},
        {"exp": 1_000_000},
        {"exp": None},
        {"aud": "ein annan portal"},
        {"aud": [CLIENT, "ein annan portal"]},
        {"azp": "ein annan portal"},
        {"iss": "https://vond.example"},
        {"iss": None},
        {"sub": None},
        {"iat": 9_000_000_000},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_login_is_refused(client, provider, bend):
    provider.says({"bend": bend}, **KARI)

    refused(client, log_in(client))


@pytest.mark.parametrize("signer", ["stranger", "none"])
def test_a_token_that_somebody_else_signed_is_refused(client, provider, signer):
    provider.says({"signer": signer}, **KARI)

    refused(client, log_in(client))


@pytest.mark.parametrize(
    "answer",
    [{"error": "invalid_grant"}, {"access_token": "x"}, {"access_token": "x", "id_token": 7}, ["rot"]],
    ids=str,
)
def test_an_answer_that_makes_no_sense_is_refused(client, provider, answer):
    provider.says({"token_answer": answer}, **KARI)

    refused(client, log_in(client))


def test_an_unknown_or_used_state_is_refused(client):
    address = go_out(client)
    back = urlsplit(requests.get(address, allow_redirects=False, timeout=5).headers["Location"])
    wrong = re.sub(r"state=[^&]+", "state=feil", back.query)

    refused(client, client.get(f"{back.path}?{wrong}"))
    client.get(f"{back.path}?{back.query}")
    client.logout()

    assert client.get(f"{back.path}?{back.query}").status_code == 422
    assert who(client) is None


def test_the_answer_to_one_persons_login_is_worth_nothing_in_anothers_browser(client):
    other = Client()

    refused(other, come_back(other, go_out(client)))


def test_new_keys_at_the_provider_are_found_at_once(client, provider):
    log_in(client)
    client.logout()

    provider.says({"rotate": True}, **KARI)
    log_in(client)

    assert who(client) == KARI["email"]


def test_known_keys_are_not_asked_for_again(client, provider):
    log_in(client)
    provider.says(**KARI)
    client.logout()

    log_in(client)

    assert [path for path, _ in provider.seen() if path not in {"/authorize", "/seen"}] == []


def test_userinfo_about_somebody_else_is_refused(client, provider):
    provider.says({"userinfo": {"sub": "ola", "email": KARI["email"], "email_verified": True}}, sub="kari-1")

    refused(client, log_in(client))


def test_somebody_who_turns_back_is_told_so_calmly(client):
    state = parse_qs(urlsplit(go_out(client)).query)["state"][0]

    page = client.get(f"{reverse('oidc_callback')}?error=access_denied&state={state}", follow=True)

    assert "Du avbraut innlogginga." in page.text


def test_a_provider_that_is_down_gives_a_calm_503(client, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"

    response = client.post(reverse("oidc_start"))

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "120"
    assert "Innlogginga svarer ikkje no" in response.text


# --- Whose account ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claims", "text"),
    [
        ({"email_verified": False}, "Vi manglar ei sikker e-postadresse"),
        ({"email": None}, "Vi manglar ei sikker e-postadresse"),
        ({"email": "kari@vond.example"}, "Denne adressa har ikkje tilgang"),
    ],
)
def test_an_address_that_is_not_checked_or_not_ours_opens_nothing(client, provider, claims, text):
    make_user("kari@kommune.example")
    make_user("kari@vond.example")
    provider.says(**{**KARI, **claims})

    response = log_in(client)

    assert response.status_code == 403
    assert text in response.text
    assert who(client) is None
    assert not SocialAccount.objects.exists()


def test_entra_ids_own_word_for_a_checked_address_counts(client, provider):
    provider.says(sub="kari-1", email=KARI["email"], xms_edov="1")

    log_in(client)

    assert who(client) == KARI["email"]


def test_a_provider_may_be_trusted_to_check_addresses_without_saying_so(client, provider, settings):
    settings.OIDC_TRUST_EMAIL = True
    provider.says(sub="kari-1", email=KARI["email"])

    log_in(client)

    assert who(client) == KARI["email"]


@pytest.mark.parametrize("is_linked", [True, False])
def test_a_closed_account_stays_closed(client, is_linked):
    if is_linked:
        log_in(client)
        client.logout()
        User.objects.update(is_active=False)
    else:
        make_user(KARI["email"], is_active=False)

    page = client.get(log_in(client).headers["Location"])

    assert "Tilgangen er stengd" in page.text
    assert who(client) is None
    assert SocialAccount.objects.exists() == is_linked


def test_an_address_that_a_new_person_has_taken_over_opens_nothing_of_the_old_ones(client, provider):
    log_in(client)
    client.logout()
    provider.says(**{**KARI, "sub": "ein-annan-kari"})

    response = log_in(client)

    assert response.status_code == 403
    assert "Brukaren er knytt til ein annan" in response.text


# --- Roles ------------------------------------------------------------------------------------------


@pytest.fixture
def mapped(settings):
    roles.fill_groups()
    settings.OIDC_ROLE_CLAIM = "groups"
    settings.OIDC_ROLES = {
        "g-admin": "administrator", "g-eig": "gruppeeigar", "g-leiar": "prosessleiar"
    }  # fmt: skip


def test_roles_come_with_the_login_and_go_with_the_next(client, provider, mapped):
    provider.says(**KARI, groups=["g-admin", "g-eig", "g-leiar", "noko anna"])
    log_in(client)
    kari = User.objects.get()
    assert (kari.is_staff, kari.is_superuser) == (True, True)
    assert [group.name for group in kari.groups.all()] == [roles.OWNER.title]
    assert ProcessLeader.objects.of(kari).exists()
    client.logout()

    provider.says(**KARI)
    log_in(client)

    kari.refresh_from_db()
    assert (kari.is_staff, kari.is_superuser) == (False, False)
    assert not kari.groups.exists()
    assert not ProcessLeader.objects.of(kari).exists()
    assert Event.objects.filter(verb="roles_from_provider").count() == 2


def test_losing_one_role_leaves_the_others_their_administration(client, provider, mapped):
    provider.says(**KARI, groups=["g-admin", "g-eig"])
    log_in(client)
    client.logout()

    provider.says(**KARI, groups="g-eig")
    log_in(client)

    kari = User.objects.get()
    assert (kari.is_staff, kari.is_superuser) == (True, False)


def test_roles_that_the_provider_does_not_govern_are_the_administrators(client, provider, mapped):
    kari = make_user(KARI["email"], is_staff=True)
    kari.groups.add(roles.group_of(roles.EDITOR))

    log_in(client)

    kari.refresh_from_db()
    assert kari.is_staff
    assert [group.name for group in kari.groups.all()] == [roles.EDITOR.title]


def test_a_process_leader_on_hold_is_not_put_back_to_work_by_logging_in(client, provider, mapped):
    provider.says(**KARI, groups=["g-leiar"])
    log_in(client)
    client.logout()
    ProcessLeader.objects.update(is_active=False)

    log_in(client)

    assert not ProcessLeader.objects.get().is_active


def test_a_member_of_the_team_becomes_the_process_leader_with_the_name_that_stands_there(
    client, provider, mapped
):
    member = make_team_member("Kari V. Vik", user=make_user(KARI["email"]))
    provider.says(**KARI, groups=["g-leiar"])

    log_in(client)

    assert ProcessLeader.objects.get().member == member


def test_too_many_groups_for_the_token_change_nothing(client, provider, mapped):
    provider.says(**KARI, groups=["g-eig"])
    log_in(client)
    client.logout()

    provider.says(**KARI, _claim_names={"groups": "src1"})
    log_in(client)

    assert User.objects.get().groups.exists()


def test_where_group_leader_is_a_role_nobody_comes_in_without_one(client, provider, settings, mapped):
    settings.OIDC_ROLES = {**settings.OIDC_ROLES, "g-alle": "gruppeleiar"}

    response = log_in(client)
    assert (response.status_code, who(client)) == (403, None)

    provider.says(**KARI, groups=["g-alle"])
    log_in(client)
    assert who(client) == KARI["email"]


# --- The second factor ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "status"), [({"amr": ["pwd", "mfa"]}, 200), ({"acr": "mfa"}, 200), ({"amr": ["pwd"]}, 302)]
)
def test_the_providers_second_factor_opens_admin_where_the_settings_say_so(
    client, provider, settings, mapped, said, status
):
    settings.ADMIN_REQUIRES_MFA, settings.OIDC_SECOND_FACTOR = True, ["mfa"]
    provider.says(**KARI, groups=["g-admin"], **said)

    log_in(client)

    assert client.get("/admin/").status_code == status


def test_the_providers_second_factor_is_worth_nothing_when_the_settings_do_not_trust_it(
    client, provider, settings, mapped
):
    settings.ADMIN_REQUIRES_MFA = True
    provider.says(**KARI, groups=["g-admin"], amr=["mfa"])

    log_in(client)

    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == reverse("mfa_index")


def test_our_own_second_factor_is_asked_for_also_on_this_way(client):
    kari, secret = make_user(KARI["email"]), "JBSWY3DPEHPK3PXP"
    TOTP.activate(kari, secret)

    response = log_in(client)
    assert (response.headers["Location"], who(client)) == (reverse("mfa_authenticate"), None)
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    client.post(reverse("mfa_authenticate"), {"code": code})

    assert who(client) == KARI["email"]
    assert client.post(reverse("account_logout")).headers["Location"].startswith("http://127.0.0.1")


# --- And out ----------------------------------------------------------------------------------------


def test_logging_out_here_logs_out_there_and_comes_back(client, provider):
    log_in(client)

    away = client.post(reverse("account_logout")).headers["Location"]
    assert who(client) is None
    home = requests.get(away, allow_redirects=False, timeout=5).headers["Location"]

    asked = parse_qs(urlsplit(away).query)
    assert away.startswith(f"{provider.address}/logout?")
    assert asked["id_token_hint"][0].count(".") == 2
    assert home == "http://localhost:8000/"


def test_somebody_with_a_code_is_logged_out_only_here(client):
    client.force_login(make_user())

    assert client.post(reverse("account_logout")).headers["Location"] == "/"


def test_logging_out_does_not_hang_on_the_provider(client, settings):
    log_in(client)
    settings.OIDC_ISSUER = "http://127.0.0.1:9"

    assert client.post(reverse("account_logout")).headers["Location"] == "/"
    assert who(client) is None


# --- Without the code -------------------------------------------------------------------------------


def test_the_code_can_be_turned_off(client, settings):
    settings.CODE_LOGIN = False

    assert "Send meg ein kode" not in client.get("/logg-inn/").text
    assert client.post("/logg-inn/", {"email": KARI["email"]}).status_code == 405
    assert client.get("/logg-inn/kode/").status_code == 404
