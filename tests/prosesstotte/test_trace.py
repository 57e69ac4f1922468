"""The log: one JSON line an event, with the request it belongs to and nothing about people."""

import json
import logging

import pytest
from django.contrib.auth.decorators import login_not_required
from django.test import Client
from django.urls import path, reverse

from prosesstotte import jobs, trace
from prosesstotte import urls as real_urls
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SECRETS = {
    "e-mail": "kari.nordmann@example.no",
    "token": "Zx9_kLm3-QwErTy7UiOpAsDfGhJkL0Zx",
    "phone": "900 12 345",
    "query": "hemmeleg-sok",
    "cookie": "cookiehemmelegheit",
}


@login_not_required
def fails(request, token):
    raise ValueError(f"{SECRETS['e-mail']} {SECRETS['phone']} ikkje her\nDETAIL: Ola")


class urls:
    urlpatterns = [path("feil/<str:token>/", fails), *real_urls.urlpatterns]
    handler500 = real_urls.handler500


@pytest.fixture
def lines():
    """What the process writes, as production writes it."""
    written, handler = [], logging.Handler()
    handler.setFormatter(trace.JsonLines())
    handler.emit = lambda record: written.append(handler.format(record))
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_request_with_secrets_leaves_none_of_them_in_the_log(lines, settings):
    settings.ROOT_URLCONF = urls
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = SECRETS["cookie"]
    query = f"?q={SECRETS['query']}&epost={SECRETS['e-mail']}"
    for address in ("/sok/", f"/feil/{SECRETS['token']}/", f"/finst/{SECRETS['e-mail']}/{SECRETS['token']}/"):
        client.get(address + query)
        client.post(address + query, {"email": SECRETS["e-mail"], "phone": SECRETS["phone"]})
    logging.getLogger("django").warning(
        "to %s, %s", SECRETS["e-mail"], f"/a/{SECRETS['token']}/?x=hemmeleg-sok"
    )

    found = [json.loads(line) for line in lines]
    assert {line["route"] for line in found if line["message"] == "request" and "route" in line} == {
        "sok/", "feil/<str:token>/",
    }  # fmt: skip
    assert [line["status"] for line in found if line.get("route") == "feil/<str:token>/"] == [500, 500]
    error = next(line["exception"] for line in found if "exception" in line)
    assert (error["type"], error["message"]) == ("ValueError", "…@… … ikkje her")
    assert [secret for secret in [*SECRETS.values(), "Ola"] if any(secret in line for line in lines)] == []


def test_the_request_id_comes_in_goes_out_and_stands_in_every_line(client, lines):
    response = client.get("/sok/", headers={"X-Request-ID": "proxy-1234567890"})

    assert response.headers["X-Request-ID"] == "proxy-1234567890"
    assert {json.loads(line)["request"] for line in lines} == {"proxy-1234567890"}


@pytest.mark.parametrize("asked", ["", "kort", "ein id\nmed linjeskift", "x" * 65])
def test_an_id_that_is_none_is_replaced(client, asked):
    response = client.get("/om/", headers={"X-Request-ID": asked})

    assert response.headers["X-Request-ID"] != asked
    assert len(response.headers["X-Request-ID"]) == 32


def test_a_request_tells_which_jobs_it_queued_and_no_argument_of_theirs(client, lines):
    who = {"email": make_user("kari@example.no").email}
    client.post(reverse("account_request_login_code"), who, headers={"X-Request-ID": "a" * 8})

    queued = [json.loads(line) for line in lines if "jobs_deferred" in line]
    assert [(line["request"], line["jobs"][0]["task"]) for line in queued] == [("a" * 8, "send_mail")]
    assert not any("mail_id" in line for line in lines)


@pytest.mark.django_db(transaction=True)
def test_what_a_job_writes_carries_its_number(lines):
    number = jobs.send_mail.defer(mail_id=0)
    context = type("Context", (), {"job": type("Job", (), {"id": number})})

    trace.in_job(lambda: logging.getLogger("x").warning("in the job"), context, None)

    assert json.loads(lines[-1])["job"] == number
    assert trace.job_id.get() is None


def test_pages_of_the_reference_groups_and_the_probes_leave_no_line(client, lines):
    for address in ("/referansegrupper/", "/referansegrupper/svar/1/", "/healthz", "/readyz"):
        client.get(address)

    assert [line for line in lines if '"request"' in line and "route" in line] == []
