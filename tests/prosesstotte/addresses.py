"""Where each address of the house stands in the table of access, and how to build it: what is one's own, and
what is somebody else's. `own` and `other` take the house and who asks; None: there is only one of it."""

from dataclasses import dataclass

from bookings.choices import Move
from prosesstotte import access
from prosesstotte.access import LINK
from prosesstotte.views import sealed_email
from referencegroups.choices import Purpose
from referencegroups.models import Round
from referencegroups.round_choices import RoundState
from tests.prosesstotte.house import WRONG
from tools.choices import Face


@dataclass(frozen=True)
class Address:
    """`data` is what is posted (a function of the house). `refusals` are other statuses that say no here."""

    row: object
    own: object = None
    other: object = None
    data: object = None
    refusals: tuple = ()


TABLE = {}
KEY = "5a6f0f2e-9d3b-4d0e-8f55-3f1f0a3e7c11"  # of one press in a meeting that is run


def say(row, names, own=lambda house, who: (), other=None, **more):
    for name in names.split():
        TABLE[name] = Address(row, own, other, **more)


def at(get):
    """The same for everybody."""
    return lambda house, who: get(house)


def slug(name, *more):
    return at(lambda house: (getattr(house, name).slug, *more))


def token(name, *more):
    """The right token for the one who holds it, a wrong one for all others."""
    return lambda house, who: (house.tokens[name] if who == LINK else WRONG, *more)


def behind(name, *more):
    """(own, other) of what a token opens."""
    return token(name, *more), lambda house, who: (WRONG, *more)


def thing(name, *more):
    """(own, other) of what somebody has; who has none of their own asks for another's."""
    mine = lambda house, who: (getattr(house.things.get(who, house.others), name).pk, *more)  # noqa: E731
    return mine, lambda house, who: (getattr(house.others, name).pk, *more)


def a_round(state):
    """(own, other): a round in each of the two owners' groups."""

    def of(world):
        group = lambda house: house.worlds[world].group  # noqa: E731
        return at(lambda house: (Round.objects.filter(group=group(house), state=state).first().pk,))

    return of("min"), of("hin")


say(
    access.READ,
    """front about staff privacy accessibility news_list news_feed search robots healthz csp_report
    tools:method_list tools:recipe_list tools:handbook tools:handbook_pdf tools:cards_pdf tools:methods_json
    tools:method_feed tools:programmes referencegroups:index""",
)
say(access.READ, "email_reveal", data=lambda house: {"token": sealed_email("post@example.no")})
say(access.READ, "tools:method_detail tools:method_pdf", slug("method"))
say(access.READ, "tools:recipe_detail tools:recipe_pdf tools:programme", slug("recipe"))
say(access.READ, "news_detail", slug("news"))
say(access.READ, "document_download", slug("document"))
say(access.READ, "team_photo", at(lambda house: (house.member.pk,)))
say(access.READ, "referencegroups:area", slug("area"))
say(access.READ, "referencegroups:detail referencegroups:poster", slug("group"))
say(access.READ, "referencegroups:year", slug("group", 2026))
say(access.READ, "referencegroups:round", at(lambda house: (house.group.slug, house.fed_back.pk)))
say(access.READ, "referencegroups:round_file", at(lambda house: (house.group.slug, house.fed_back.pk, "csv")))
say(
    access.READ,
    """referencegroups:lottery referencegroups:lottery_panels referencegroups:lottery_chances
    referencegroups:lottery_data""",
    at(lambda house: (house.lottery.group.slug, house.lottery.pk)),
)
say(
    access.LOG_IN,
    """account_login account_request_login_code account_confirm_login_code account_logout account_inactive
    mfa_authenticate""",
)
say(
    access.OWN_LOGIN,
    """account_reauthenticate mfa_index mfa_reauthenticate mfa_activate_totp mfa_deactivate_totp
    mfa_view_recovery_codes mfa_generate_recovery_codes mfa_download_recovery_codes mfa_list_webauthn
    mfa_add_webauthn mfa_reauthenticate_webauthn""",
)
# Whoever it is, they must first show that it is them (test_login_pages.py: and then it is 404).
say(
    access.OWN_LOGIN,
    "mfa_edit_webauthn mfa_remove_webauthn",
    None,
    at(lambda house: (house.key.pk,)),
    refusals=(302,),
)
say(access.MAKE_PLAN, "tools:new tools:proposals tools:make")
say(access.MAKE_PLAN, "tools:programme_from_methods", data=lambda house: {"metode": house.method.slug})
say(access.MAKE_PLAN, "tools:programme_from_recipe", slug("recipe"))
say(access.READ_PLAN, "tools:reading", *behind("read"))
say(access.READ_PLAN, "tools:reading_file", *behind("read", "pdf"))
say(
    access.EDIT_PLAN,
    """tools:editor tools:undo tools:redo tools:put_back tools:brief tools:new_proposals tools:history
    tools:share tools:renew_links tools:copy tools:delete tools:live tools:live_start tools:live_press
    tools:live_state""",
    *behind("edit"),
    data=lambda house: {"nummer": "1", "run": house.run.pk, "kind": "next", "key": KEY},
)
say(
    access.EDIT_PLAN,
    "tools:live_summary tools:live_use",
    lambda house, who: (*token("edit")(house, who), house.ended.pk),
    at(lambda house: (WRONG, house.ended.pk)),
)
say(access.EDIT_PLAN, "tools:edit", *behind("edit", "minutt"))
say(access.EDIT_PLAN, "tools:old_version", *behind("edit", 1))
say(access.EDIT_PLAN, "tools:face", *behind("edit", Face.OWNER))
say(access.EDIT_PLAN, "tools:face_file", *behind("edit", Face.OWNER, "pdf"))
say(
    access.KEEP_PLAN,
    "tools:take_over",
    at(lambda house: (house.tokens["edit"],)),
    at(lambda house: (WRONG,)),
)
say(
    access.COLLECT,
    """tools:collection tools:collection_pdf tools:collection_add tools:collection_order
    tools:collection_about tools:collection_share""",
    data=lambda house: {"metode": house.method.slug},
)
say(
    access.COLLECT,
    "tools:collection_shared",
    at(lambda house: (house.collection.shared_address.split("/")[-2],)),
)
say(access.KEEP_COLLECTION, "tools:collection_new tools:collection_use tools:collection_delete")
say(access.KEEP_COLLECTION, "tools:collection_own", *thing("collection"))
say(access.EXPERIENCE, "tools:experience_add", slug("method"))
say(
    access.ORDER,
    """bookings:start bookings:need bookings:time bookings:check bookings:call_me bookings:advice
    bookings:advice_check bookings:wait bookings:wait_check""",
)
say(access.MINE, "mine")
say(access.WEEK, "mine_week")
say(access.SEE_BOOKING, "booking_detail booking_again", *thing("booking"))
say(access.HANDLE, "booking_programme booking_programme_follow", *thing("booking"))
say(access.HANDLE, "booking_move", *thing("booking", Move.ACCEPT), refusals=(409,))
say(access.CHANGE_BOOKING, "booking_move#change", *thing("booking", Move.CHANGE))
say(access.CHANGE_BOOKING, "booking_move#cancel", *thing("booking", Move.CANCEL))
say(access.TALK, "advice_detail", *thing("talk"))
say(access.TALK, "advice_move", *thing("talk", Move.CANCEL))
say(access.TALK, "advice_move_time", *thing("talk"))
say(access.CHANGE_BOOKING, "booking_move#move", *thing("booking", Move.MOVE))
say(access.HANDLE, "booking_move#bring", *thing("booking", Move.BRING))
say(access.CHANGE_BOOKING, "booking_file_add booking_message", *thing("booking"))
say(access.HANDLE, "booking_archive", *thing("booking"))
say(access.MINE, "own_data")
say(access.MINE, "own_data_file", at(lambda house: ("json",)))
say(access.WAIT, "waiting waiting_take waiting_pass waiting_change waiting_leave", *thing("waiting"))
say(access.WAITING_LIST, "waiting_list")
say(access.RESULTS, "mine_evaluation mine_statistics")
say(access.RESULTS, "mine_evaluation_file mine_statistics_file", at(lambda house: ("csv",)))
say(access.WHY, "mine_why")
say(
    access.OWN_TIME,
    """mine_hours mine_date mine_date_clear mine_rules mine_absences mine_ill own_calendar own_calendar_feed
    own_calendar_external""",
)
say(access.READ, "evaluation_about accessibility_criteria")
say(access.EVALUATE, "evaluation", *behind("evaluation"))
say(access.FEED, "calendar_feed", *behind("feed"))
say(access.JOIN, "referencegroups:new_link referencegroups:new_link_sent")
say(
    access.JOIN,
    "referencegroups:join referencegroups:join_sent referencegroups:confirmed",
    slug("group"),
)
say(access.JOIN, "group_short", at(lambda house: (house.group.pk,)))
say(
    access.MEMBERSHIP,
    """referencegroups:confirm referencegroups:leave referencegroups:renew referencegroups:consent_again
    referencegroups:stop_mail referencegroups:my_page referencegroups:my_page_take_out
    referencegroups:my_page_correct referencegroups:my_page_decide referencegroups:my_page_mail
    referencegroups:my_page_erase referencegroups:my_page_close""",
    data=lambda house: {"purpose": Purpose.SMS.value},
)
say(
    access.MEMBERSHIP,
    """referencegroups:my_page_agree referencegroups:my_page_pause referencegroups:my_page_resume
    referencegroups:my_page_leave""",
    at(lambda house: (house.membership.pk,)),
    at(lambda house: (house.not_mine.pk,)),
)
# The link itself says nothing: it leads to the page, which does (mail scanners come first).
for name in ("confirm", "leave", "renew", "consent_again", "my_page", "stop_mail"):
    say(access.JOIN, f"referencegroups:{name}_link", token(name))
for name in ("answer", "useful"):
    say(access.ANSWER, f"referencegroups:{name}_link", *behind(name))
say(
    access.ANSWER,
    "referencegroups:answer",
    at(lambda house: (house.round.pk,)),
    refusals=(422,),  # «lenkja er borte», with what was typed
)
say(access.ANSWER, "referencegroups:useful", at(lambda house: (house.fed_back.pk,)))
say(
    access.JOIN,
    "referencegroups:answer_receipt referencegroups:answer_new_link",
    at(lambda house: (house.round.pk,)),
)
say(access.FEEDBACK, "referencegroups:feedback", *a_round(RoundState.CLOSED))
say(access.FEEDBACK, "referencegroups:round_preview", *a_round(RoundState.DRAFT))
say(access.FEEDBACK, "referencegroups:round_enter", *a_round(RoundState.OPEN))
say(
    access.FEEDBACK,
    "referencegroups:round_named",
    at(lambda house: (house.named["min"],)),
    at(lambda house: (house.named["hin"],)),
)
say(access.ADMIN, "markdown_preview")
