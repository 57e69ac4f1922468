"""Collections: in a cookie for visitors, with the account for others, read through a secret link."""

import datetime
import io

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from prosesstotte import limits, retention
from prosesstotte.models import Link
from tests.factories import make_collection, make_method, make_user
from tools.choices import Status
from tools.models import Collection, CollectionMethod
from tools.retention import RULES

pytestmark = pytest.mark.django_db
PAGE, ADD = "/metodar/samling/", "/metodar/samling/legg-i/"
OURS = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def methods():
    return [make_method(f"Metode {letter}", slug=f"metode-{letter}") for letter in "abc"]


def add(client, *slugs, **headers):
    return client.post(ADD, {"metode": slugs}, **{**OURS, **headers})


def shown(client, address=PAGE):
    return [card.slug for card in client.get(address).context["cards"]]


# --- Putting in ------------------------------------------------------------------------------------


def test_an_empty_collection_has_a_page_that_says_what_to_do(client):
    response = client.get(PAGE)

    assert "Samlinga er tom." in response.text
    assert "samling" not in response.cookies


def test_a_visitor_collects_in_order_and_each_once(client, methods):
    for slug in ["metode-b", "metode-a", "metode-b"]:
        add(client, slug)

    assert shown(client) == ["metode-b", "metode-a"]
    assert Collection.objects.count() == 0


def test_the_visitor_comes_back_to_the_page_with_a_sentence(client, methods):
    response = add(client, "metode-a", HTTP_REFERER="http://testserver/metodar/?steg=opne")

    assert response.headers["Location"] == "http://testserver/metodar/?steg=opne"
    assert "«Metode a» ligg i samlinga." in client.get("/metodar/").text


def test_nobody_is_sent_to_a_foreign_page(client, methods):
    assert add(client, "metode-a", HTTP_REFERER="https://evil.example/").headers["Location"] == PAGE


def test_a_script_gets_no_page_back(client, methods):
    response = add(client, "metode-a", HTTP_X_REQUESTED_WITH="fetch")

    assert (response.status_code, response.content) == (204, b"")
    assert shown(client) == ["metode-a"]


@pytest.mark.parametrize("headers", [{}, {"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}])
def test_a_post_from_elsewhere_is_refused(client, methods, headers):
    response = client.post(ADD, {"metode": "metode-a"}, **headers)

    assert response.status_code == 403
    assert shown(client) == []


def test_an_old_browser_may_tell_by_referer_alone(client, methods):
    client.post(ADD, {"metode": "metode-a"}, HTTP_REFERER="http://testserver/metodar/")

    assert shown(client) == ["metode-a"]


@pytest.mark.parametrize("slug", ["finst-ikkje", "", "metode-kladd", "'; DROP TABLE x; --", "\x00"])
def test_what_is_not_a_published_method_cannot_be_put_in(client, slug):
    make_method(slug="metode-kladd", status=Status.DRAFT)

    assert add(client, slug).status_code == 404


def test_a_full_collection_says_so(client):
    slugs = [make_method().slug for _number in range(41)]
    add(client, *slugs[:40])

    add(client, slugs[40])

    assert "Samlinga er full." in client.get("/metodar/").text
    assert len(shown(client)) == 40


def test_a_cookie_nobody_signed_is_an_empty_collection(client, methods):
    client.cookies["samling"] = "metode-a|||7:abc:def"

    assert shown(client) == []


def test_the_list_and_the_card_are_the_same_page_for_all(client, methods):
    pages = ["/metodar/", "/metodar/metode-a/"]
    before = [client.get(address) for address in pages]
    add(client, "metode-a", HTTP_X_REQUESTED_WITH="fetch")
    after = [client.get(address) for address in pages]

    assert [page.content for page in before] == [page.content for page in after]
    assert [page.headers["ETag"] for page in before] == [page.headers["ETag"] for page in after]


def test_the_collection_itself_is_kept_by_nobody(client, methods):
    add(client, "metode-a")
    response = client.get(PAGE)

    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "ETag" not in response.headers


# --- Order, name, people ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("move", "order"),
    [
        ("opp metode-b", "bac"), ("ned metode-b", "acb"), ("bort metode-b", "ac"), ("opp metode-a", "abc"),
        ("ned metode-c", "abc"), ("opp finst-ikkje", "abc"), ("dans metode-b", "abc"), ("", "abc"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_user", [False, True])
def test_methods_are_moved_and_taken_out(client, methods, is_user, move, order):
    if is_user:
        client.force_login(make_user())
    add(client, "metode-a", "metode-b", "metode-c")

    assert client.post(reverse("tools:collection_order"), {"flytt": move}).status_code == 302

    assert "".join(slug[-1] for slug in shown(client)) == order


def test_the_number_of_people_follows_through_a_move(client, methods):
    add(client, "metode-a", "metode-b")

    response = client.post(reverse("tools:collection_order"), {"flytt": "ned metode-a", "n": "24"})

    assert response.headers["Location"] == PAGE + "?n=24"


@pytest.mark.parametrize("is_user", [False, True])
def test_it_gets_a_name_and_a_note(client, methods, is_user):
    if is_user:
        client.force_login(make_user())
    add(client, "metode-a")

    client.post(
        reverse("tools:collection_about"), {"title": "Vår | samling", "note": "Til møtet\ni mars: «æøå»."}
    )

    response = client.get(PAGE)
    assert "<h1>Vår | samling</h1>" in response.text
    assert "Til møtet i mars: «æøå»." in response.text
    assert shown(client) == ["metode-a"]


def test_a_name_that_is_too_long_is_refused_and_kept(client, methods):
    add(client, "metode-a")

    response = client.post(reverse("tools:collection_about"), {"title": "x" * 81, "note": "Til mars"})

    assert response.status_code == 422
    assert "Skriv høgst 80 teikn under «Namn på samlinga». No er det 81." in response.text
    assert "x" * 81 in response.text


def test_the_longest_words_fit_in_the_cookie(client):
    slugs = [make_method(slug="å-lang-adresse".replace("å", "a") + "x" * 60 + str(n)).slug for n in range(40)]
    client.post(reverse("tools:collection_about"), {"title": "ø" * 80, "note": "å" * 200})

    for slug in slugs:
        add(client, slug)

    assert len(client.cookies["samling"].OutputString()) < 4096
    assert "ø" * 80 in client.get(PAGE).text
    assert len(shown(client)) > 15


def test_minutes_are_summed_for_the_people_who_come(client, methods):
    add(client, "metode-a", "metode-b")  # 15 minutes, and one for each group of five

    assert client.get(PAGE).context["total"] == 38
    assert client.get(PAGE, {"n": "40"}).context["total"] == 46
    assert "Skriv talet på deltakarar" in client.get(PAGE, {"n": "1000000000"}).text


def test_a_method_that_becomes_a_draft_is_left_out(client, methods):
    add(client, "metode-a", "metode-b")
    methods[0].status = Status.DRAFT
    methods[0].save()

    assert shown(client) == ["metode-b"]


# --- The secret link ---------------------------------------------------------------------------------


def share(client):
    client.post(reverse("tools:collection_share"), {"gjer": "del"})
    return client.get(PAGE).context["link"].removeprefix("http://testserver")


@pytest.mark.parametrize("is_user", [False, True])
def test_others_read_by_the_link_what_it_holds_now(client, methods, django_user_model, is_user):
    if is_user:
        client.force_login(make_user())
    add(client, "metode-a")
    link = share(client)
    add(client, "metode-b")
    client.post(reverse("tools:collection_about"), {"title": "Til mars", "note": ""})

    stranger = client.__class__()
    assert shown(stranger, link) == ["metode-a", "metode-b"]
    response = stranger.get(link)
    assert "<h1>Til mars</h1>" in response.text
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response.headers["Cache-Control"]


def test_the_link_is_long_and_only_its_hash_is_kept(client, methods):
    add(client, "metode-a")
    token = share(client).split("/")[-2]

    assert len(token) == 24
    assert token not in "".join(Link.objects.values_list("token_hash", flat=True))


def test_a_closed_link_opens_nothing_and_a_new_one_is_another(client, methods):
    add(client, "metode-a")
    old = share(client)

    client.post(reverse("tools:collection_share"), {"gjer": "steng"})

    assert client.get(old).status_code == 404
    assert share(client) != old
    assert client.get(old).status_code == 404


@pytest.mark.parametrize("token", ["x", "A" * 24, "A" * 5000, "%00", "..%2f", "æøå", "' OR 1=1"])
def test_a_mistyped_link_is_a_calm_404(client, token):
    response = client.get(f"/metodar/samling/{token}/")

    assert response.status_code == 404
    assert "Vi finn ikkje sida" in response.text


def test_an_empty_collection_is_not_shared(client):
    client.post(reverse("tools:collection_share"), {"gjer": "del"})

    assert Collection.objects.count() == 0


def test_a_reader_takes_the_methods_into_a_collection_of_their_own(client, methods):
    add(client, "metode-a", "metode-b")
    link = share(client)
    reader = client.__class__()

    assert 'name="metode" value="metode-a"' in reader.get(link).text
    add(reader, "metode-a", "metode-b")

    assert shown(reader) == ["metode-a", "metode-b"]


def test_what_strangers_shared_is_forgotten_after_a_year(client, methods):
    old = make_collection(methods[0], used_at=timezone.now())
    owned = make_collection(methods[0], owner=make_user())
    Collection.objects.update(used_at=timezone.now() - datetime.timedelta(days=366))
    fresh = make_collection(methods[0])

    retention.run(RULES)

    assert set(Collection.objects.all()) == {owned, fresh}
    assert old not in Collection.objects.all()


# --- With an account -----------------------------------------------------------------------------------


def test_what_was_chosen_before_login_comes_along(client, methods):
    add(client, "metode-a", "metode-b")
    client.post(reverse("tools:collection_about"), {"title": "Frå før", "note": "Hugs"})
    client.force_login(make_user())

    response = client.get(PAGE)

    assert [card.slug for card in response.context["cards"]] == ["metode-a", "metode-b"]
    assert str(response.context["collection"]) == "Frå før"
    assert client.cookies["samling"].value == ""
    client.get(PAGE)
    assert Collection.objects.count() == 1


def test_the_link_shared_before_login_goes_on_working(client, methods):
    add(client, "metode-a")
    link, user = share(client), make_user()
    client.force_login(user)
    client.get(PAGE)

    assert Collection.objects.get().owner == user
    assert shown(client.__class__(), link) == ["metode-a"]


def test_the_cookie_does_not_mix_with_what_the_account_has(client, methods):
    user = make_user()
    earlier = make_collection(methods[2], owner=user, title="Tidlegare")
    add(client, "metode-a")
    client.force_login(user)

    assert shown(client) == ["metode-a"]
    assert shown(client, earlier.get_absolute_url()) == ["metode-c"]


def test_several_collections_and_the_one_in_use(client, methods):
    user = make_user()
    client.force_login(user)
    add(client, "metode-a")
    first = Collection.objects.get()
    client.post(reverse("tools:collection_new"))
    add(client, "metode-b")
    client.post(reverse("tools:collection_use"), {"samling": first.pk})
    add(client, "metode-c")

    assert shown(client) == ["metode-a", "metode-c"]
    assert [other.slugs() for other in client.get(PAGE).context["others"]] == [["metode-b"]]


def test_a_collection_is_deleted_with_its_link(client, methods):
    client.force_login(make_user())
    add(client, "metode-a")
    link = share(client)

    client.post(reverse("tools:collection_delete"), {"samling": Collection.objects.get().pk})

    assert Collection.objects.count() == 0
    assert Link.objects.count() == 0
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("name", ["order", "about", "share", "use", "delete"])
@pytest.mark.parametrize("which", ["theirs", "99999999", "x", "9" * 40])
def test_nobody_changes_the_collection_of_another(client, methods, name, which):
    theirs = make_collection(methods[0], owner=make_user())
    client.force_login(make_user())
    pk = theirs.pk if which == "theirs" else which

    response = client.post(reverse(f"tools:collection_{name}"), {"samling": pk, "gjer": "del", "title": "x"})

    assert response.status_code == 404
    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert Collection.objects.get(pk=theirs.pk).slugs() == ["metode-a"]


@pytest.mark.parametrize("name", ["new", "use", "delete"])
def test_a_visitor_has_only_the_one(client, name):
    assert client.post(reverse(f"tools:collection_{name}")).status_code == 302
    assert Collection.objects.count() == 0


@pytest.mark.parametrize("name", ["add", "order", "about", "share", "new", "use", "delete"])
def test_nothing_is_changed_by_looking(client, name):
    client.force_login(make_user())

    assert client.get(reverse(f"tools:collection_{name}")).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_follow_the_rows(
    client, number, public_pages_uncached, django_assert_num_queries
):
    user = make_user()
    for _one in range(number):
        make_collection(*[make_method() for _method in range(number)], owner=user)
    collection = make_collection(make_method(), owner=user)
    collection.share()
    client.force_login(user)

    with django_assert_num_queries(6):  # session, user, in use, its methods in two, the others
        client.get(PAGE)
    with django_assert_num_queries(4):
        client.__class__().get(collection.shared_address)


def test_a_collection_holds_a_method_once():
    collection = make_collection(method := make_method())

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO tools_collectionmethod (collection_id, method_id, "order") VALUES (%s, %s, 9)',
            [collection.pk, method.pk],
        )


def test_two_methods_do_not_share_a_place():
    collection = make_collection(make_method())
    values = [collection.pk, make_method().pk]

    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO tools_collectionmethod (collection_id, method_id, "order") VALUES (%s, %s, 1)',
            values,
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        CollectionMethod.objects.filter(method=values[1]).delete()


# --- On paper ------------------------------------------------------------------------------------------


def test_the_chosen_methods_become_one_pdf(client, methods):
    asked = {
        "metode": ["metode-b", "metode-a", "finst-ikkje", "\x00"],
        "namn": "Til mars",
        "merknad": "æ #f()",
    }
    response = client.get(reverse("tools:collection_pdf"), asked)

    pdf = PdfReader(io.BytesIO(response.content))
    assert pdf.metadata.title == "Til mars"
    assert pdf.trailer["/Root"]["/Lang"] == "nn-NO"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_pdf_of_nothing_is_not_made(client):
    assert client.get(reverse("tools:collection_pdf")).status_code == 404


def test_nobody_makes_papers_without_end(client, methods, monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "collection_paper", limits.Limit(1))
    address = reverse("tools:collection_pdf") + "?metode=metode-a"

    assert [client.get(address).status_code for _time in range(2)] == [200, 429]
