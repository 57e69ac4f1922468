"""The base of every ratio: a bare Django view, a 20 kB page of 24 cards, 3 queries.

A project of its own without middleware, on the same database and the same kind of server.
"""

import os

import dj_database_url
from django.conf import settings

settings.configure(
    SECRET_KEY="only for measuring",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={
        "default": dj_database_url.parse(
            os.environ["DATABASE_URL"], conn_max_age=600, conn_health_checks=True
        )
    },
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    USE_TZ=True,
)

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import Permission  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.template import Context, Engine  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402

# As heavy as a page of cards usually is: 20 kB, of which most is text that stands still; rendering
# costs about two thirds of the time and the queries one third.
WORDS = "Ei gruppe møtest, tenkjer saman og går frå kvarandre med noko å gjere. " * 7
CARD = """<li class="card {% cycle 'odd' 'even' %}"><h2><a href="/{{ row.codename }}/">{{ row.name }}</a></h2>
<p>{{ row.name|truncatewords:4 }} <b>{{ row.codename|capfirst }}</b>
{% if row.pk > 5 %}{{ row.content_type }}{% endif %}</p>
<ul>{% for step in steps %}<li class="{{ step|slugify }}">{{ step }}</li>{% endfor %}</ul>
<p>{{ row.pk }} min · {{ row.content_type_id }} deltakarar · {{ now|date:"j. F Y" }}</p><p>WORDS</p></li>"""
PAGE = (
    "<!doctype html><title>Base</title><p>{{ count }}</p>"
    "<ul>{% for row in latest %}<li>{{ row.codename }}</li>{% endfor %}</ul>"
    "<ul>{% for row in rows %}" + CARD.replace("WORDS", WORDS) + "{% endfor %}</ul>"
)
template = Engine().from_string(PAGE)


def base(request):
    rows = Permission.objects.select_related("content_type").order_by("pk")[:24]
    latest = list(Permission.objects.select_related("content_type").order_by("-pk")[:48])
    context = {
        "rows": rows,
        "latest": latest[:12],
        "count": Permission.objects.count(),
        "now": timezone.now(),
    }
    return HttpResponse(template.render(Context({**context, "steps": ["Opne", "Velje"]})))


urlpatterns = [path("base/", base)]
application = get_wsgi_application()
