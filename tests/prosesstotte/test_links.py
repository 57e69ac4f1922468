"""Secret addresses open one thing for one purpose, and can be killed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from prosesstotte import links
from prosesstotte.models import Link, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_token_opens_its_own_subject():
    user = make_user()

    token = links.issue("feed", user)

    assert links.resolve("feed", token, User) == user


def test_a_token_is_good_for_one_purpose_only():
    token = links.issue("feed", make_user())

    assert links.resolve("leave", token, User) is None


def test_a_new_token_kills_the_old_one():
    user = make_user()
    old = links.issue("feed", user)

    links.issue("feed", user)

    assert links.resolve("feed", old, User) is None


def test_an_expired_token_opens_nothing():
    token = links.issue("feed", make_user(), lifetime=timedelta(minutes=30))
    Link.objects.update(expires_at=timezone.now())

    assert links.resolve("feed", token, User) is None


def test_only_the_hash_of_a_token_is_stored():
    token = links.issue("feed", make_user())

    assert token not in str(Link.objects.values_list())
