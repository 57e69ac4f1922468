"""/referansegrupper/: public pages, the way in, and what stands behind secret links."""

from django.urls import path, register_converter

from referencegroups import round_urls, secret_links
from referencegroups.views import joining, lottery, my_page, one_button, pages, public


class TokenConverter:
    """What a secret token looks like; anything else is no address of ours."""

    regex = r"[\w-]{20,64}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(TokenConverter, "token")


def link(address, kind, view):
    """The address in the letter, and the page it leads to."""
    return [
        path(f"{address}/<token:token>/", pages.swap, {"kind": kind}, name=f"{kind.address}_link"),
        path(f"{address}/", view, name=kind.address),
    ]


app_name = "referencegroups"
urlpatterns = [
    path("", public.index, name="index"),
    path("omrade/<slug:slug>/", public.area, name="area"),
    path("ny-lenkje/", joining.new_link, name="new_link"),
    path("ny-lenkje/send/", joining.new_link_sent, name="new_link_sent"),
    path("e-post/<token:token>/", one_button.stop_mail_link, name="stop_mail_link"),
    path("e-post/", one_button.stop_mail, name="stop_mail"),
    path("mi-side/lukk/", my_page.close, name="my_page_close"),
    path("mi-side/ta-ut/", my_page.take_out, name="my_page_take_out"),
    path("mi-side/rett/", my_page.correct, name="my_page_correct"),
    path("mi-side/samtykke/", my_page.decide, name="my_page_decide"),
    path("mi-side/e-post/", my_page.mail, name="my_page_mail"),
    path("mi-side/slett/", my_page.erase, name="my_page_erase"),
    path("mi-side/<int:pk>/samtykke/", my_page.agree, name="my_page_agree"),
    path("mi-side/<int:pk>/pause/", my_page.move, {"button": "pause"}, name="my_page_pause"),
    path("mi-side/<int:pk>/tilbake/", my_page.move, {"button": "resume"}, name="my_page_resume"),
    path("mi-side/<int:pk>/slutt/", my_page.move, {"button": "leave"}, name="my_page_leave"),
    *link("stadfest", secret_links.CONFIRM, joining.confirm),
    *link("slutt", secret_links.LEAVE, one_button.leave),
    *link("forny", secret_links.RENEW, one_button.renew),
    *link("samtykke", secret_links.CONSENT, one_button.consent_again),
    *link("mi-side", secret_links.MY_PAGE, my_page.my_page),
    *round_urls.urlpatterns,
    path("<slug:slug>/", public.detail, name="detail"),
    path("<slug:slug>/bli-med/", joining.join, name="join"),
    path("<slug:slug>/bli-med/send/", joining.join_sent, name="join_sent"),
    path("<slug:slug>/stadfesta/", joining.confirmed, name="confirmed"),
    path("<slug:slug>/plakat.pdf", public.poster_pdf, name="poster"),
    path("<slug:slug>/<int:year>/", public.year, name="year"),
    path("<slug:slug>/loddtrekking/<int:pk>/", lottery.lottery, name="lottery"),
    path("<slug:slug>/loddtrekking/<int:pk>/panel.csv", lottery.panels_file, name="lottery_panels"),
    path("<slug:slug>/loddtrekking/<int:pk>/sjansar.csv", lottery.chances_file, name="lottery_chances"),
    path("<slug:slug>/loddtrekking/<int:pk>/alt.json", lottery.data_file, name="lottery_data"),
]
