"""Login is the default. What strangers may open is this list, and nothing else."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.factories import make_user

PUBLIC = {
    "front", "about", "staff", "privacy", "accessibility", "accessibility_criteria",
    "news_list", "news_detail", "news_feed", "document_download", "team_photo", "email_reveal",
    "healthz", "readyz", "csp_report", "kept",
    "tools:method_list", "tools:method_detail", "tools:recipe_list", "tools:recipe_detail",
    "tools:method_pdf", "tools:recipe_pdf", "tools:cards_pdf", "tools:handbook", "tools:handbook_pdf",
    "tools:programmes", "tools:programme", "search", "robots", "tools:methods_json", "tools:method_feed",
    "tools:collection", "tools:collection_add", "tools:collection_order", "tools:collection_about",
    "tools:collection_share", "tools:collection_shared", "tools:collection_pdf",
    "tools:reading", "tools:reading_file", "tools:face", "tools:face_file",
    "tools:live", "tools:live_start", "tools:live_press", "tools:live_state", "tools:live_summary",
    "tools:live_use",
    "tools:new", "tools:proposals", "tools:make", "tools:programme_from_recipe",
    "tools:programme_from_methods", "tools:editor", "tools:edit", "tools:undo", "tools:redo",
    "tools:put_back", "tools:brief", "tools:new_proposals", "tools:history", "tools:old_version",
    "tools:share", "tools:renew_links", "tools:copy", "tools:delete",
    "referencegroups:index", "referencegroups:detail",
    "referencegroups:round", "referencegroups:round_file",
    "referencegroups:answer", "referencegroups:answer_link", "referencegroups:answer_receipt",
    "referencegroups:answer_new_link", "referencegroups:useful", "referencegroups:useful_link",
    "referencegroups:lottery", "referencegroups:lottery_panels", "referencegroups:lottery_chances",
    "referencegroups:lottery_data",
    "bookings:start", "bookings:need", "bookings:time", "bookings:check", "bookings:call_me",
    "bookings:advice", "bookings:advice_check", "bookings:wait", "bookings:wait_check",
    "evaluation_about", "evaluation",  # participants have no account: a secret address opens it
    "group_short", "referencegroups:area", "referencegroups:year", "referencegroups:poster",
    "referencegroups:join", "referencegroups:join_sent", "referencegroups:confirmed",
    "referencegroups:new_link", "referencegroups:new_link_sent",
    # Members have no account: each of these opens by its own secret link (tests/referencegroups).
    "referencegroups:confirm", "referencegroups:confirm_link", "referencegroups:leave",
    "referencegroups:leave_link", "referencegroups:renew", "referencegroups:renew_link",
    "referencegroups:stop_mail", "referencegroups:stop_mail_link", "referencegroups:consent_again",
    "referencegroups:consent_again_link",
    "referencegroups:my_page", "referencegroups:my_page_link", "referencegroups:my_page_close",
    "referencegroups:my_page_take_out", "referencegroups:my_page_correct", "referencegroups:my_page_decide",
    "referencegroups:my_page_mail", "referencegroups:my_page_erase", "referencegroups:my_page_agree",
    "referencegroups:my_page_pause", "referencegroups:my_page_resume", "referencegroups:my_page_leave",
    "calendar_feed",  # opens by its own secret link
    "account_login", "account_request_login_code", "account_confirm_login_code", "account_logout",
    "account_inactive", "mfa_authenticate", "oidc_start", "oidc_callback",
}  # fmt: skip


def every_view(patterns=None, namespace=""):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from every_view(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern.callback


def is_public(view):
    return not getattr(view, "login_required", True)


def test_the_public_addresses_are_exactly_the_listed_ones():
    assert {name for name, view in every_view() if is_public(view)} == PUBLIC


@pytest.mark.django_db
def test_a_stranger_at_a_closed_address_is_sent_to_login_and_back(client):
    response = client.get(reverse("mine"))

    assert response.status_code == 302
    assert response.headers["Location"] == f"{reverse('account_login')}?next={reverse('mine')}"


@pytest.mark.django_db
def test_admin_sends_strangers_to_the_portals_own_login(client):
    response = client.get("/admin/", follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))


@pytest.mark.django_db
def test_admin_is_forbidden_for_people_who_are_not_staff(client):
    client.force_login(make_user())

    assert client.get("/admin/", follow=True).status_code == 403


@pytest.mark.django_db
def test_admin_asks_for_a_second_factor_in_production(client, settings):
    settings.ADMIN_REQUIRES_MFA = True
    client.force_login(make_user(is_staff=True, is_superuser=True))

    response = client.get("/admin/", follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse("mfa_index"))
