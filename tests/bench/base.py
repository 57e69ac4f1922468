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

CARD = """<li class="card"><h2><a href="/{{ row.codename }}/">{{ row.name }}</a></h2>
<p>{{ row.name|truncatewords:4 }} {% for n in words %}{{ n }} {{ row.codename|upper }} {% endfor %}</p>
<p>{{ row.pk }} min · {{ row.content_type_id }} deltakarar{% if row.pk %} ·
{{ row.name|length }}{% endif %}</p></li>"""
HEAD = "<!doctype html><title>Base</title><p>{{ count }} {{ first }}</p>"
PAGE = HEAD + "<ul>{% for row in rows %}" + CARD + "{% endfor %}</ul>"
template = Engine().from_string(PAGE)


def base(request):
    rows = list(Permission.objects.order_by("pk")[:24])
    context = {
        "rows": rows,
        "count": Permission.objects.count(),
        "first": Permission.objects.order_by("-pk").values_list("codename", flat=True).first(),
        "words": range(20),
    }
    return HttpResponse(template.render(Context(context)))


urlpatterns = [path("base/", base)]
application = get_wsgi_application()
