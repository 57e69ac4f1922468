"""The self-test of accessibility holds every criterion of the standard once, and says what it rests on."""

from collections import Counter

import pytest
from django.urls import reverse

from prosesstotte import self_test


def test_every_criterion_at_a_and_aa_is_there_once():
    found = self_test.criteria()

    assert len(found) == len({one.number for one in found}) == 55
    assert Counter(one.level for one in found) == {"A": 31, "AA": 24}
    assert "4.1.1" not in {one.number for one in found}  # taken out of the standard in 2.2


def test_each_has_a_known_status_and_a_reason():
    for one in self_test.criteria():
        assert one.status in self_test.STATUSES, one.number
        assert one.how.endswith("."), one.number


def test_they_stand_in_the_order_of_the_standard():
    numbers = [tuple(map(int, one.number.split("."))) for one in self_test.criteria()]

    assert numbers == sorted(numbers)


@pytest.mark.django_db
def test_the_page_shows_them_all_with_the_sums(client):
    page = client.get(reverse("accessibility_criteria"))

    assert page.text.count("<dt>") == 55 + len(self_test.STATUSES)
    assert sum(number for _words, number in page.context["summary"]) == 55
