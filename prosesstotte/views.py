"""The roof: pages that belong to the whole house."""

import logging
from http import HTTPStatus
from urllib.parse import quote

from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.core import signing
from django.core.paginator import Paginator
from django.db import connection
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from prosesstotte import csp_reports, limits, search
from prosesstotte.caching import public_page
from prosesstotte.models import Document, News, Page, TeamMember
from prosesstotte.text import to_html
from tools.models import Method
from tools.search import understand

logger = logging.getLogger(__name__)
EMAIL_SALT = "email"


def site(request):
    """What every page needs to know of the house (context processor)."""
    return {
        "site": {
            "name": settings.SITE_NAME,
            "phone": settings.SITE_PHONE,
            "phone_address": settings.SITE_PHONE.replace(" ", ""),
            "email_token": sealed_email(settings.SITE_EMAIL),
            "organisation_number": settings.ORGANISATION_NUMBER,
            "postal_address": settings.POSTAL_ADDRESS,
            "demo": settings.DEMO,
        }
    }


def sealed_email(address):
    """An address that robots cannot read and cannot make up; people open it with a button."""
    return signing.Signer(salt=EMAIL_SALT).sign_object(address)


@require_safe
@public_page
def front(request):
    return render(
        request,
        "front.html",
        {"methods": Method.objects.published().good_to_begin_with(), "news": News.objects.published()[:2]},
    )


@require_safe
@public_page
def search_page(request):
    """Everything the house has, by what somebody typed."""
    asked = understand(request.GET.get("q", ""))
    page = {"asked": asked, "groups": search.find(asked)}
    return render(request, "search.html", page)


@require_safe
@login_not_required
def robots(request):
    """What search engines should leave alone: what people make, and what only answers to somebody."""
    return HttpResponse(render_to_string("robots.txt"), content_type="text/plain; charset=utf-8")


@require_safe
@public_page
def news_list(request):
    page = Paginator(News.objects.published(), 10).get_page(request.GET.get("side"))
    return render(request, "news/list.html", {"page_obj": page})


@require_safe
@public_page
def news_detail(request, slug):
    news = get_object_or_404(News.objects.published(), slug=slug)
    return render(request, "news/detail.html", {"news": news, "body": to_html(news.body)})


class NewsFeed(Feed):
    feed_type = Atom1Feed
    title = gettext_lazy("Aktuelt frå Team prosesstøtte")
    subtitle = title
    link = reverse_lazy("news_list")
    login_required = False

    def items(self):
        return News.objects.published()[:20]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.summary

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.updated_at


def house_page(slug):
    """The text of one page of the house, which administrators edit."""
    page = get_object_or_404(Page, slug=slug)
    return {"page": page, "body": to_html(page.body)}


@require_safe
@public_page
def about(request):
    team = TeamMember.objects.filter(is_shown=True)
    people = [{"member": member, "email_token": sealed_email(member.email)} for member in team]
    return render(request, "about.html", {**house_page("om"), "people": people})


@require_safe
@public_page
def staff(request):
    documents = Document.objects.filter(is_shown=True)
    return render(request, "staff.html", {**house_page("tilsette"), "documents": documents})


@require_safe
@public_page
def privacy(request):
    return render(request, "page.html", house_page("personvern"))


@require_safe
@public_page
def accessibility(request):
    return render(request, "page.html", house_page("tilgjenge"))


@require_safe
@login_not_required
def document_download(request, slug):
    """Always as a download: a document may not run in our origin."""
    document = get_object_or_404(Document, slug=slug, is_shown=True)
    ending = document.file.name.rpartition(".")[2]
    name = f"{document.slug}.{ending}"
    return FileResponse(opened(document.file), as_attachment=True, filename=name)


def opened(file):
    """The file, or 404: a row may name one that did not come along when the portal was moved."""
    try:
        return file.open()
    except FileNotFoundError:
        raise Http404 from None


@require_safe
@login_not_required
def team_photo(request, pk):
    member = get_object_or_404(TeamMember.objects.exclude(photo=""), pk=pk, is_shown=True)
    response = FileResponse(opened(member.photo))
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@csrf_exempt  # changes nothing: a robot that posts is the one we are hiding from anyway
@login_not_required
def email_reveal(request):
    """Show an e-mail address to somebody who pressed the button. Robots follow links, not buttons."""
    if request.method != "POST":
        raise Http404
    try:
        address = signing.Signer(salt=EMAIL_SALT).unsign_object(request.POST.get("token", ""))
    except signing.BadSignature:
        raise Http404 from None
    response = render(request, "email_reveal.html", {"address": address, "mailto": quote(address, safe="@")})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@staff_member_required
def markdown_preview(request):
    """What an administrator's Markdown will look like."""
    return render(
        request, "admin/markdown_preview.html", {"body": to_html(request.POST.get("text", "")[:50_000])}
    )


@require_safe
@login_not_required
def healthz(request):
    """Alive, and the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@csrf_exempt
@require_POST
@login_not_required
@limits.limited("csp_report")
def csp_report(request):
    """Browsers tell here what the Content-Security-Policy stopped; the log gets no more than `told` says."""
    if int(request.headers.get("Content-Length") or 0) <= csp_reports.LARGEST:
        for line in csp_reports.told(request.body):
            logger.warning("csp report: %s", line)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


# --- When something is wrong: a calm page with the right status ------------------------------


def bad_request(request, exception=None):
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def forbidden(request, exception=None):
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def not_found(request, exception=None):
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def server_error(request):
    """Leans on nothing: what failed may be the database or the session."""
    return HttpResponse(render_to_string("500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR)
