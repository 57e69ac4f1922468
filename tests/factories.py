"""Plain make_* helpers: a row that is right, with what the test cares about named."""

import datetime
from itertools import count

from django.utils import timezone

from prosesstotte.models import News, Page, ServiceArea, TeamMember, User
from tools.actions import programmes, runs
from tools.choices import Status
from tools.models import Collection, Experience, Method, Recipe, RecipeBlock, Run
from tools.plan import Block, Brief, Plan

_number = count(1)


def make_user(email=None, **fields):
    return User.objects.create_user(email or f"brukar{next(_number)}@example.no", **fields)


def make_administrator(email=None):
    return make_user(email, is_staff=True, is_superuser=True)


def make_area(name=None, **fields):
    number = next(_number)
    return ServiceArea.objects.create(name=name or f"Område {number}", slug=f"omrade-{number}", **fields)


def make_team_member(name=None, **fields):
    return TeamMember.objects.create(
        **{"name": name or f"Kari Nordmann {next(_number)}", "title": "prosessleiar", **fields}
    )


def make_news(title=None, **fields):
    number = next(_number)
    defaults = {
        "slug": f"nyhend-{number}",
        "summary": "Kort sagt.",
        "body": "Tekst.",
        "published_at": timezone.now(),
    }
    return News.objects.create(title=title or f"Nyhend {number}", **{**defaults, **fields})


def make_page(slug, **fields):
    defaults = {"title": slug.title(), "lead": "Ingress.", "body": "Tekst."}
    return Page.objects.update_or_create(slug=slug, defaults={**defaults, **fields})[0]


def make_method(title=None, **fields):
    number = next(_number)
    defaults = {
        "slug": f"metode-{number}", "summary": "Alle skriv kvar sine idear før gruppa deler dei.", "status": Status.PUBLISHED,
        "purpose": "idemyldring", "steps": ["utforske"], "phase": "utforske", "participation": "samskape",
        "people_min": 4, "people_max": 60, "people_typical": 20, "group_size": 5,
        "fixed_min": 15, "per_person_min": 0, "per_group_min": 1, "min_minutes": 10, "max_minutes": 30,
        "function": "idea", "needs": ["T"], "gives": "I", "mode": "both", "work_form": "group", "posture": "sit",
        "family": "idea-generation", "can_be_parallel": True, "kit": ["lappar"],
        "good_for": "Å få fram mange idear.", "not_for": "Når alt er avgjort.", "preparation": "- Skriv spørsmålet.",
        "room": "Småbord.", "digital": "1. Opne ei tavle.",
        "instructions": [
            {"minutes": 5, "title": "Opne", "text": "Les spørsmålet høgt."},
            {"minutes": 14, "title": "Skriv og del", "text": "Éin idé på kvar lapp.", "grows": True},
        ],
        "materials": [{"name": "Lappar", "count": 10, "per": "person"}],
        "tips": ["Still spørsmålet ope."], "pitfalls": ["Ikkje vurder ideane undervegs."],
        "originator": "Allmenn praksis", "licence": "fri",
    }  # fmt: skip
    return Method.objects.create(title=title or f"Metode {number}", **{**defaults, **fields})


def make_experience(method=None, *, approved=False, **fields):
    defaults = {"text": "Gjekk godt med tjue rundt borda.", "fit": 5, "method": method or make_method()}
    return Experience.objects.create(
        **defaults | {"approved_at": timezone.now() if approved else None} | fields
    )


def make_collection(*methods, **fields):
    collection = Collection.objects.create(**fields)
    collection.hold([method.slug for method in methods])
    return collection


def make_recipe(title=None, methods=(), **fields):
    number = next(_number)
    defaults = {
        "slug": f"oppskrift-{number}", "summary": "Eit møte.", "purpose": "idemyldring", "people": 20,
        "result": "Ei liste.", "good_for": "Nye lag.", "preparation": "- Inviter.",
    }  # fmt: skip
    recipe = Recipe.objects.create(title=title or f"Oppskrift {number}", **{**defaults, **fields})
    RecipeBlock.objects.create(recipe=recipe, order=1, kind="frame", title="Velkomen", minutes=10)
    for place, method in enumerate(methods, start=2):
        RecipeBlock.objects.create(
            recipe=recipe, order=place, kind="method", method=method, title=method.title, minutes=20
        )
    return recipe


def make_programme(*blocks, method=None, people=20, by=None, **fields):
    """A kept plan: welcome, a method and a close, unless the test brings its own blocks."""
    method = method or (None if blocks else make_method())
    usual = [
        Block("velkomen", "frame", "Velkomen", 10),
        Block("metode", "method", "Kva ser de?", 30, method=method.slug if method else ""),
        Block("utsjekk", "frame", "Utsjekk", 5),
    ]
    plan = Plan("Framtidas bibliotek", Brief(people=people), blocks=tuple(blocks or usual), **fields)
    return programmes.make_programme(plan=plan, by=by)


def make_run(programme=None, *, by=None, started=120, is_rehearsal=False, **fields):
    """A run that began `started` minutes ago."""
    programme = programme or make_programme(**fields)
    run = runs.start_run(programme=programme, is_rehearsal=is_rehearsal, by=by)
    moment = run.started_at - datetime.timedelta(minutes=started)
    run.events.update(at=moment)
    Run.objects.filter(pk=run.pk).update(started_at=moment)
    run.refresh_from_db()
    return run
