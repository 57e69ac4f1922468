"""Every kind of answer carries the headers that keep others out, in production's settings."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from prosesstotte.models import Document
from tests.factories import make_method, make_news, make_programme, make_team_member, make_user
from tests.prosesstotte.test_settings import NEEDED, import_settings

pytestmark = pytest.mark.django_db
PAGE, PAPER, NOTHING = "page", "paper", "nothing"


@pytest.fixture(autouse=True)
def _production(settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^healthz$"]


def photo():
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    return ContentFile(picture.getvalue())


@pytest.fixture
def answers(client):
    """One answer of each kind: (name, response, what may happen on it)."""
    make_news()
    method, programme, member = make_method(), make_programme(), make_team_member()
    member.photo.save("a.png", photo())
    document = Document.objects.create(title="Om", slug="om", description="x")
    document.file.save("om.pdf", ContentFile(b"%PDF-1.7"))

    def get(address, **more):
        return client.get(address, secure=True, **more)

    found = [
        ("a public page", get("/aktuelt/"), PAGE),
        ("the same page, kept", get("/aktuelt/"), PAGE),
        ("a login page", get("/logg-inn/"), PAGE),
        ("a secret page", get(programme.get_absolute_url()), PAGE),
        ("a 404", get("/finst-ikkje/"), PAGE),
        ("a 400", get("/metodar/samling.pdf/%ff/"), PAGE),
        ("a 405", client.put("/bestill/behov/", secure=True), PAGE),
        ("a redirect to login", get("/mine/"), PAGE),
        (
            "a refused form",
            client.post("/logg-inn/", {}, secure=True, headers={"Origin": "https://vond.no"}),
            PAGE,
        ),
        ("a feed", get("/aktuelt/feed/"), NOTHING),
        ("open data", get("/metodar.json"), NOTHING),
        ("robots", get("/robots.txt"), NOTHING),
        ("health", get("/healthz"), NOTHING),
        ("a document", get(document.get_absolute_url()), PAPER),
        ("a photo", get(reverse("team_photo", args=[member.pk])), NOTHING),
        ("a card on paper", get(f"/metodar/{method.slug}.pdf"), PAPER),
    ]
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return [
        *found,
        ("admin", get("/admin/"), PAGE),
        ("an admin list", get("/admin/prosesstotte/news/"), PAGE),
    ]


def test_every_kind_of_answer_has_them_all(answers):
    lacking = {name: lacks(response) for name, response, _kind in answers}

    assert {name: found for name, found in lacking.items() if found} == {}


def lacks(response):
    wanted = {
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
    }
    found = [name for name, value in wanted.items() if response.headers.get(name) != value]
    if "camera=()" not in response.headers.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    if "frame-ancestors 'none'" not in response.headers.get("Content-Security-Policy", ""):
        found.append("Content-Security-Policy")
    return found


def test_each_kind_has_the_policy_it_needs_and_no_more(answers):
    unlike = {name: kind for name, response, kind in answers if kind_of(response) != kind}

    assert unlike == {}


def kind_of(response):
    policy = response.headers["Content-Security-Policy"]
    if "script-src 'self'" in policy and "unsafe" not in policy and "report-uri /csp-rapport/" in policy:
        return PAGE
    if "script-src" in policy or not policy.startswith("default-src 'none'"):
        return "?"
    return PAPER if "style-src 'unsafe-inline'" in policy else NOTHING


def test_a_repeat_visit_answered_304_carries_the_policy_too(client):
    etag = client.get("/aktuelt/", secure=True).headers["ETag"]

    answer = client.get("/aktuelt/", secure=True, headers={"If-None-Match": etag})

    assert (answer.status_code, lacks(answer), kind_of(answer)) == (304, [], PAGE)


def test_a_500_carries_them_too(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("prosesstotte.views.News.objects.published", lambda: 1 / 0)

    answer = client.get("/aktuelt/feed/", secure=True)

    assert (answer.status_code, lacks(answer)) == (500, [])


def test_a_link_with_a_secret_in_it_is_told_to_nobody(client):
    answer = client.get(f"/referansegrupper/slutt/{'x' * 32}/", secure=True)

    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_plain_http_is_sent_to_https_but_for_the_health_check(client):
    assert client.get("/om/").headers["Location"] == "https://testserver/om/"
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "host", ["vond.example", "testserver.vond.example", "testserver@vond.example", "[::1", ""]
)
def test_a_host_that_is_not_ours_gets_400(client, host):
    assert client.get("/om/", secure=True, headers={"Host": host}).status_code == 400


STRICT = {
    "SESSION_COOKIE_SECURE": True, "SESSION_COOKIE_HTTPONLY": True, "SESSION_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_SECURE": True, "CSRF_COOKIE_HTTPONLY": True, "TRUSTED_PROXIES": 1, "DEBUG": False,
    "SECURE_HSTS_SECONDS": 31_536_000, "SECURE_SSL_REDIRECT": True, "ADMINS": [],
}  # fmt: skip


def test_production_keeps_its_cookies_and_its_word():
    done = import_settings(f"print({{name: getattr(s, name) for name in {list(STRICT)}}})", **NEEDED)

    assert done.stdout.strip() == str(STRICT)
