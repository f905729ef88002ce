"""Lists of the desk: narrowed, leafed through, kept as views, given away many at a time and taken out as files."""

import csv
import html
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.enums import ConflictGround
from applications.models import Case
from applications.services import handling
from portal import clock
from portal.accounts.models import User
from portal.demo.stories.script import Story
from reviews.models import SavedView
from reviews.selectors import listing
from reviews.selectors.listing import Chosen
from reviews.selectors.queues import LATE, QUEUES
from tests import factories
from tests.bench.copies import copy

from .addresses import page, queue

AtDesk = Callable[[str], Client]
MOST = 12


@pytest.fixture(scope="module")
def tales(stage: None) -> dict[str, Story]:
    return {
        "new": factories.submitted_tale(title="=Läsa högt hemma"),
        "checked": factories.assigned_tale(title="Barnens trädgård"),
        "prepared": factories.prepared_tale(title="Ungdomarnas verkstad"),
    }


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode()).replace("\u00a0", " ")


def titles(answer: Any) -> list[str]:
    return [html.unescape(found) for found in re.findall(r"data-row>([^<]*)</a>", answer.content.decode())]


def person(name: str) -> User:
    return User.objects.get(pk=factories.staff(name).pk)


def test_choices_combine(tales: dict[str, Story], at_desk: AtDesk) -> None:
    head, tale = at_desk("enhetschef"), tales["prepared"]
    own = {"satsning": tale.the_case.programme.slug, "handlaggare": str(tale.officer.pk), "lage": "preparation"}
    own |= {"utlysning": str(tale.application.call_id), "alder": "ny", "q": "verkstad"}
    own |= {"kommun": tale.the_case.search_row.municipalities[0]}
    assert titles(head.get(queue("nya"), own)) == ["Ungdomarnas verkstad"]
    for name, other in (("handlaggare", "ingen"), ("lage", "registered"), ("alder", "lange"), ("q", "trädgård")):
        shown = head.get(queue("nya"), own | {name: other})
        assert titles(shown) == [], name
        assert "Inget ärende passar urvalet" in text(shown)


def test_what_is_no_choice_is_passed_over(tales: dict[str, Story], at_desk: AtDesk) -> None:
    head = at_desk("enhetschef")
    for name in ("satsning", "utlysning", "handlaggare", "lage", "kommun", "alder", "ordning"):
        assert len(titles(head.get(queue("nya"), {name: "' OR 1=1"}))) == 3, name
    for key in ("efter", "fore"):
        for value in ("x", "W10", "WyJ4IiwgIngiXQ", "WzEsMl0", "e30", "å"):
            assert len(titles(head.get(queue("nya"), {key: value}))) == 3, value


def test_orders(tales: dict[str, Story], at_desk: AtDesk) -> None:
    head = at_desk("enhetschef")
    assert titles(head.get(queue("nya"), {"ordning": "arende"})) == [
        "=Läsa högt hemma",
        "Barnens trädgård",
        "Ungdomarnas verkstad",
    ]
    numbers = [case.title for case in Case.objects.filter(shared_at__isnull=False).order_by("dnr")]
    assert titles(head.get(queue("nya"), {"ordning": "dnr"})) == numbers


@pytest.mark.hard
def test_every_queue_in_every_order(tales: dict[str, Story], at_desk: AtDesk) -> None:
    head = at_desk("enhetschef")
    for order in listing.SORTS:
        for key in QUEUES:
            if QUEUES[key].roles & person("enhetschef").role_names:
                assert head.get(queue(key), {"ordning": order}).status_code == 200


@pytest.mark.parametrize(("key", "usual"), [("nya", "nyast"), ("beredning", "aldst")])
def test_the_order_that_stands_chosen_is_the_one_shown(
    key: str, usual: str, tales: dict[str, Story], at_desk: AtDesk
) -> None:
    shown = text(at_desk("enhetschef").get(queue(key), {"q": "verkstad", "ordning": usual}))
    first = re.search(r'<select name="ordning"[^>]*>\s*<option value="(\w+)"', shown)
    assert first is not None
    assert first[1] == usual
    assert "Spara urvalet" in shown
    assert "Urval och ordning</summary>" in shown  # the words stand in their own field
    assert "Spara urvalet" not in text(at_desk("enhetschef").get(queue(key), {"ordning": usual}))


@pytest.mark.parametrize("order", ["aldst", "nyast", "arende", "sokande", "handlaggare"])
def test_pages_hold_every_row_once_though_they_are_alike(
    order: str, tales: dict[str, Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All copies came in at the same instant: the row's id keeps them apart."""
    monkeypatch.setattr(listing, "PER_PAGE", 5)
    copy(tales["prepared"].the_case, 11)
    head, found, chosen = person("enhetschef"), QUEUES["beredning"], Chosen(sort=order)
    pages = [listing.listed(found, head, chosen)]
    while pages[-1].after:
        pages.append(listing.listed(found, head, chosen, after=pages[-1].after))
    seen = [row.pk for one in pages for row in one.rows]
    assert [len(one.rows) for one in pages] == [5, 5, 2]
    assert seen == [row.pk for row in listing.whole(found, head, chosen)]
    back = listing.listed(found, head, chosen, before=pages[2].before)
    assert [row.pk for row in back.rows] == [row.pk for row in pages[1].rows]
    first = listing.listed(found, head, chosen, before=back.before)
    assert [row.pk for row in first.rows] == [row.pk for row in pages[0].rows]
    assert (first.before, bool(first.after)) == ("", True)


@pytest.mark.parametrize("key", ["nya", LATE, "andringar", "mina", "meddelanden"])
def test_thirty_rows_cost_as_much_as_one(key: str, tales: dict[str, Story], at_desk: AtDesk) -> None:
    client = at_desk("handlaggare")
    with clock.at(factories.NOW + timedelta(days=1 if key == "nya" else 300)):
        url = f"{queue(key)}?{urlencode({'handlaggare': str(factories.staff('handlaggare').pk), 'q': 'verkstad'})}"
        client.get(url)
        few = _count(client, url)
        copy(tales["prepared"].the_case, 29)
        assert _count(client, url) == few <= MOST


def _count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_what_is_late_says_where(tales: dict[str, Story], at_desk: AtDesk) -> None:
    with clock.at(factories.NOW + timedelta(days=30)):
        shown = at_desk("enhetschef").get(queue(LATE))
        assert set(titles(shown)) == {"=Läsa högt hemma", "Barnens trädgård"}
        assert "Försenat i otilldelade." in text(shown)
        assert "Försenat i formell kontroll." in text(shown)
        assert titles(at_desk("handlaggare").get(queue(LATE), {"q": "trädgård"})) == ["Barnens trädgård"]


def test_the_menu_says_when_there_are_more(
    tales: dict[str, Story], at_desk: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviews.selectors.workload.MOST_IN_MENU", 2)
    monkeypatch.setattr("reviews.selectors.workload.MOST", 2)
    assert '<span class="n">2+</span>' in text(at_desk("enhetschef").get(queue("att-fordela")))
    assert '<span class="n">2+</span>' in text(at_desk("enhetschef").get(reverse("admin:index")))


# Views


def test_a_view_is_kept_shown_and_thrown_away(tales: dict[str, Story], at_desk: AtDesk) -> None:
    client, other = at_desk("handlaggare"), at_desk("enhetschef")
    choices = {"q": "verkstad", "alder": "ny", "ordning": "nyast", "lage": "what"}
    for _ in range(2):  # the same name is the same view
        answer = client.post(
            reverse("admin:queue_view", args=["beredning"]), {"urval": urlencode(choices), "namn": "  Min   vy "}
        )
        assert answer.status_code == 302
    view = SavedView.objects.get()
    assert (view.name, parse_qs(view.query)) == ("Min vy", {"q": ["verkstad"], "alder": ["ny"], "ordning": ["nyast"]})
    shown = client.get(f"{queue('beredning')}?{view.query}")
    assert titles(shown) == ["Ungdomarnas verkstad"]
    assert '" aria-current="true">Min vy' in text(shown)
    assert "Min vy" not in text(other.get(queue("beredning")))
    remove = reverse("admin:queue_view_remove", args=["beredning", view.pk])
    assert other.post(remove).status_code == 404
    assert client.post(reverse("admin:queue_view_remove", args=["mina", view.pk])).status_code == 404
    assert client.post(remove).status_code == 302
    assert not SavedView.objects.exists()


def test_a_view_needs_a_name_and_a_choice(tales: dict[str, Story], at_desk: AtDesk) -> None:
    client, save = at_desk("handlaggare"), reverse("admin:queue_view", args=["beredning"])
    for given in (
        {"urval": "q=verkstad", "namn": " "},
        {"urval": "", "namn": "Tom"},
        {"urval": "q=x", "namn": "x" * 61},
    ):
        client.post(save, given)
    assert not SavedView.objects.exists()
    assert at_desk("ekonom").post(save, {"urval": "q=x", "namn": "x"}).status_code == 404


def test_a_view_is_renamed_and_opens_the_queue(tales: dict[str, Story], at_desk: AtDesk) -> None:
    client = at_desk("handlaggare")
    owner = person("handlaggare")
    first, second = (
        SavedView.objects.create(user=owner, queue="beredning", name=name, query=query)
        for name, query in (("Verkstäder", "q=verkstad"), ("Gruvor", "q=gruvdrift"))
    )

    def change(view: SavedView, **given: str) -> Any:
        return client.post(reverse("admin:queue_view_change", args=["beredning", view.pk]), given)

    for view, name in ((first, "Mina verkstäder"), (second, "Gruvor")):  # the later one takes over
        assert change(view, namn=f" {name} ", oppnar="on").status_code == 302
        opened = client.get(queue("beredning"))
        assert opened.status_code == 302
        assert opened["Location"] == f"{queue('beredning')}?{view.query}"
    assert list(SavedView.objects.values_list("name", "is_default")) == [("Gruvor", True), ("Mina verkstäder", False)]
    assert titles(client.get(queue("beredning"), {"alla": 1})) == ["Ungdomarnas verkstad"]
    assert f'href="{queue("beredning")}?alla=1"' in text(client.get(opened["Location"]))
    # A name that is taken is told beside the field, and stands there still.
    shown = text(change(first, namn="Gruvor", oppnar="on"))
    assert "Du har redan en vy med det namnet i kön. Välj ett annat." in shown
    assert 'value="Gruvor" aria-invalid="true"' in " ".join(shown.split())
    assert "Skriv ett namn" in text(change(first, namn="x" * 61))
    assert (
        at_desk("enhetschef").post(reverse("admin:queue_view_change", args=["beredning", first.pk])).status_code == 404
    )
    assert change(second, namn="Gruvor").status_code == 302
    assert client.get(queue("beredning")).status_code == 200


# Giving away


def _assign(client: Client, officer: User, *cases: Any, key: str = "att-fordela", choices: str = "q=a") -> Any:
    given = {"till": str(officer.pk), "arende": [str(case) for case in cases], "urval": choices}
    return client.post(reverse("admin:queue_assign", args=[key]), given)


def test_many_are_given_with_one_report(tales: dict[str, Story], at_desk: AtDesk) -> None:
    officer, head = person("medhandlaggare"), person("enhetschef")
    hindered, had = tales["checked"].the_case, tales["prepared"].the_case
    handling.declare_conflict(hindered, is_conflicted=True, ground=ConflictGround.PARTY, by=officer)
    handling.assign(tales["prepared"].application, officer=officer, by=head)
    draft = factories.filled_tale(title="Hemligt utkast").the_case
    answer = _assign(at_desk("enhetschef"), officer, tales["new"].case_id, hindered.pk, had.pk, draft.pk, "x")
    shown = text(answer)
    stayed, went = shown.split('id="h-gick"')
    assert page(tales["new"].the_case) in went
    assert "är jävig i ärendet. Välj någon annan." in stayed
    assert "Har redan den handläggaren." in stayed
    assert "Hemligt utkast" not in shown
    assert Case.objects.get(pk=tales["new"].case_id).officer == officer
    assert Case.objects.get(pk=hindered.pk).officer == tales["checked"].officer
    # A second click does nothing more.
    assert "Inget ärende fördelades." in text(_assign(at_desk("enhetschef"), officer, tales["new"].case_id))


def test_only_the_head_gives_away_and_only_to_officers(tales: dict[str, Story], at_desk: AtDesk) -> None:
    officer, case = person("medhandlaggare"), tales["new"].the_case
    assert "Fördela de valda" not in text(at_desk("handlaggare").get(queue("att-fordela")))
    for name in ("handlaggare", "registrator", "ekonom"):
        assert _assign(at_desk(name), officer, case.pk).status_code == 404
    assert "Fördela de valda" in text(at_desk("enhetschef").get(queue("att-fordela")))
    for nobody in (person("ekonom"), factories.outsider(), factories.other_officer()):
        shown = text(_assign(at_desk("enhetschef"), nobody, case.pk, choices=""))
        assert 'href="#till">Välj vem som ska få ärendena.' in shown
        assert shown.count("checked") == 1  # the tick is kept
    shown = text(_assign(at_desk("enhetschef"), officer, choices=""))
    assert 'href="#lista">Kryssa för minst ett ärende i listan.' in shown
    assert f'value="{officer.pk}" selected' in shown
    assert _assign(at_desk("enhetschef"), officer, case.pk, key="beslut").status_code == 404
    assert Case.objects.get(pk=case.pk).officer is None


# Files


def _rows(answer: Any) -> list[list[str]]:
    content = answer.content.decode()
    assert content.startswith("\ufeff")
    return list(csv.reader(io.StringIO(content[1:]), delimiter=";"))


def test_files_hold_what_is_shown(tales: dict[str, Story], at_desk: AtDesk) -> None:
    client = at_desk("enhetschef")
    choices = {"ordning": "arende", "alder": "ny"}
    shown = client.get(queue("nya"), choices)
    links = re.findall(r'href="([^"]*lista\.(?:csv|xlsx)[^"]*)"', html.unescape(shown.content.decode()))
    assert [urlsplit(link).path.rsplit(".")[-1] for link in links] == ["xlsx", "csv"]
    book, table = client.get(links[0]), _rows(client.get(links[1]))
    assert [row[1] for row in table[1:]] == ["'=Läsa högt hemma", "Barnens trädgård", "Ungdomarnas verkstad"]
    assert table[3][6:10] == [tales["prepared"].officer.name, "2026-11-23", "0", "ny"]
    texts = _texts(book)
    assert "<f>" not in texts
    assert "=Läsa högt hemma" in texts
    assert texts.index("Barnens trädgård") < texts.index("Ungdomarnas verkstad")
    assert len(_rows(client.get(links[1].replace("alder=ny", "alder=lange")))) == 1
    assert client.get(reverse("admin:queue_file", args=["nya", "pdf"])).status_code == 404
    for name in ("ekonom", "admin", "sokande", "ledamot"):
        assert at_desk(name).get(links[1]).status_code == 404, name


def test_a_file_that_is_cut_says_so(tales: dict[str, Story], at_desk: AtDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_OUT", 2)
    table = _rows(at_desk("enhetschef").get(reverse("admin:queue_file", args=["nya", "csv"])))
    assert len(table) == 4
    assert table[3][0].startswith("Filen tar högst")


def test_jav_and_the_other_side_are_in_no_file(tales: dict[str, Story], at_desk: AtDesk) -> None:
    officer = person("medhandlaggare")
    handling.declare_conflict(tales["prepared"].the_case, is_conflicted=True, ground=ConflictGround.OTHER, by=officer)
    client = at_desk("medhandlaggare")
    for key in ("nya", "beredning", "sok"):
        for kind in ("csv", "xlsx"):
            found = client.get(reverse("admin:queue_file", args=[key, kind]))
            assert found.status_code == 200
            assert "Ungdomarnas" not in (found.content.decode() if kind == "csv" else _texts(found)), key
    with clock.at(factories.NOW + timedelta(days=300)):
        assert "Ungdomarnas" not in text(at_desk("medhandlaggare").get(queue(LATE)))
        assert "Ungdomarnas" in text(at_desk("enhetschef").get(queue(LATE)))


def _texts(answer: Any) -> str:
    with ZipFile(io.BytesIO(answer.content)) as parts:
        found = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    return html.unescape(found)


def test_another_boards_officer_finds_nothing(tales: dict[str, Story]) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=factories.other_officer().pk))
    assert len(_rows(client.get(reverse("admin:queue_file", args=["sok", "csv"])))) == 1
    assert titles(client.get(queue("nya"))) == []
