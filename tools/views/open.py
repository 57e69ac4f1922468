"""The library for other programs: all methods as data, and what is new as a feed (docs/metodar.md)."""

from django.contrib.syndication.views import Feed
from django.db.models import Prefetch
from django.http import JsonResponse
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from prosesstotte.caching import public_page
from tools.choices import INCLUSION
from tools.content.loading import METHOD_FIELDS
from tools.models import Method

FORMAT = 1  # raised when a key changes its meaning or goes away
NEWEST = 30  # in the feed


@require_safe
@public_page
def methods_json(request):
    """Every published method, in Norwegian order: two queries, kept like a page and answered with an ETag."""
    related = Prefetch("related", Method.objects.published().only("slug"))
    methods = Method.objects.published().in_order().for_reading()
    about = {
        "format": FORMAT,
        "language": "nn",
        "needs": {key: str(label) for key, label in INCLUSION.items()},
        "methods": [
            as_data(method, request.build_absolute_uri) for method in methods.prefetch_related(related)
        ],
    }
    response = JsonResponse(about, json_dumps_params={"ensure_ascii": False})
    response.headers["Access-Control-Allow-Origin"] = "*"  # it is open
    return response


def as_data(method, absolute):
    """One method with the names of the content files' fields, and where it stands."""
    return {
        "slug": method.slug,
        "address": absolute(method.get_absolute_url()),
        "changed": method.updated_at.isoformat(timespec="seconds"),
        **{name: getattr(method, name) for name in METHOD_FIELDS},
        "related": sorted(other.slug for other in method.related.all()),
    }


class MethodFeed(Feed):
    """New and changed methods, the last changed first."""

    feed_type = Atom1Feed
    title = gettext_lazy("Nye og endra metodar frå Team prosesstøtte")
    subtitle = title
    link = reverse_lazy("tools:method_list")
    language = "nn"

    def items(self):
        wanted = Method.objects.published().only("title", "slug", "summary", "purpose", "updated_at")
        return wanted.order_by("-updated_at", "sort_key")[:NEWEST]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.summary

    def item_updateddate(self, item):
        return item.updated_at

    def item_categories(self, item):
        return [item.get_purpose_display()]


method_feed = public_page(MethodFeed())
