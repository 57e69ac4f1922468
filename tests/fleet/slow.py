"""A page and a job that take their time."""

import time

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path
from procrastinate.contrib.django import app

from prosesstotte import urls

SECONDS = 1.5
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@login_not_required
def page(request):
    time.sleep(SECONDS)
    return HttpResponse("ferdig")


@app.task(name="slow_job", queue="house")
def slow_job():
    time.sleep(SECONDS)


urlpatterns = [path("sakte/", page), path("", include("prosesstotte.urls"))]
