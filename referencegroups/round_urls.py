"""The addresses of rounds, under /referansegrupper/. Before the groups' own: «svar» is no group."""

from django.urls import path, re_path

from referencegroups.round_pages import answering, owner, public

urlpatterns = [
    path("svar/<int:pk>/", answering.answer, name="answer"),
    path("svar/<int:pk>/takk/", answering.answer_receipt, name="answer_receipt"),
    path("svar/<int:pk>/ny-lenkje/", answering.answer_new_link, name="answer_new_link"),
    path("svar/<str:token>/", answering.answer_link, name="answer_link"),
    path("nytte/<int:pk>/", answering.useful, name="useful"),
    path("nytte/<str:token>/", answering.useful_link, name="useful_link"),
    path("tilbakemelding/<int:pk>/", owner.feedback, name="feedback"),
    path("runde/<int:pk>/forhandsvis/", owner.preview, name="round_preview"),
    path("runde/<int:pk>/for-inn/", owner.enter, name="round_enter"),
    path("runde/<int:pk>/arkivpakke/", owner.archive, name="round_archive"),
    path("runde/<int:pk>/med-namn/", owner.named, name="round_named"),
    path("<slug:slug>/runde/<int:pk>/", public.round_page, name="round"),
    re_path(
        r"^(?P<slug>[-\w]+)/runde/(?P<pk>\d{1,18})/resultat\.(?P<kind>csv|xlsx|pdf)$",
        public.round_file,
        name="round_file",
    ),
]
