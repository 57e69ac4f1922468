"""Every address of the house. Login is the default; public views say so themselves."""

from django.contrib import admin
from django.urls import include, path, re_path

from bookings.views.feed import calendar_feed
from prosesstotte import kept, own_data_views, probes, views
from referencegroups.views import public as group_views

urlpatterns = [
    path("", views.front, name="front"),
    path("", include("tools.urls")),
    path("bestill/", include("bookings.urls")),
    path("mine/opplysningar/", own_data_views.page, name="own_data"),
    re_path(
        r"^mine/opplysningar/kva-har-de-om-meg\.(?P<kind>json|pdf)$",
        own_data_views.file,
        name="own_data_file",
    ),
    path("mine/", include("bookings.mine_urls")),
    path("evaluering/", include("bookings.evaluation_urls")),
    path("kalender/<slug:token>.ics", calendar_feed, name="calendar_feed"),
    path("referansegrupper/", include("referencegroups.urls")),
    path("sok/", views.search_page, name="search"),
    path("robots.txt", views.robots, name="robots"),
    path("g/<int:pk>/", group_views.short, name="group_short"),
    path("aktuelt/", views.news_list, name="news_list"),
    path("aktuelt/feed/", views.NewsFeed(), name="news_feed"),
    path("aktuelt/<slug:slug>/", views.news_detail, name="news_detail"),
    path("om/", views.about, name="about"),
    path("om/bilete/<int:pk>/", views.team_photo, name="team_photo"),
    path("tilsette/", views.staff, name="staff"),
    path("tilsette/<slug:slug>/", views.document_download, name="document_download"),
    path("personvern/", views.privacy, name="privacy"),
    path("tilgjenge/", views.accessibility, name="accessibility"),
    path("tilgjenge/krav/", views.accessibility_criteria, name="accessibility_criteria"),
    path("epost/", views.email_reveal, name="email_reveal"),
    path("logg-inn/", include("prosesstotte.login_urls")),
    path("teke-vare-pa/<slug:page>/", kept.kept, name="kept"),
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("csp-rapport/", views.csp_report, name="csp_report"),
    path("admin/forhandsvis/", admin.site.admin_view(views.markdown_preview), name="markdown_preview"),
    path("admin/", admin.site.urls),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
