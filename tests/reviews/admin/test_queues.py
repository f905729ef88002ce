"""The queues and Idag: who sees which, what stands in them, and the same number of questions for 1 row and for 30."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.services import calls
from portal import clock
from portal.accounts.models import User
from portal.demo.stories import others
from portal.demo.stories.script import Story
from reviews.selectors.queues import QUEUES
from reviews.selectors.workload import workload
from tests import factories
from tests.bench.copies import copy

from .addresses import page, queue

AtDesk = Callable[[str], Client]
MOST = 12  # queries of a queue or a search (issue: make bench)
# Queue → one who works with it, and the story that has a row in it.
READERS = {
    "mina": "handlaggare",
    "ideer": "handlaggare",
    "att-fordela": "enhetschef",
    "formell-kontroll": "handlaggare",
    "beredning": "handlaggare",
    "komplettering": "handlaggare",
    "forslag": "enhetschef",
    "pa-vag-till-namnden": "namndsekreterare",
    "beslut": "registrator",
    "delegationsbeslut": "namndsekreterare",
    "projekt": "handlaggare",
}


@pytest.fixture(scope="module")
def tales(stage: None) -> dict[str, Story]:
    """One case in each queue that a case can be brought to in a day."""
    new, asked, handed = factories.submitted_tale(title="Ny"), factories.assigned_tale(title="Begärd"), None
    asked.ask_completion("projekt", "Mer om målgruppen.", "Vi ser inte vilka.", clock.today() + timedelta(14))
    handed = factories.prepared_tale(title="Lämnad")
    handed.assess(*_assessment())
    handed.propose(kind="rejection", reasons="Det ryms inte i satsningen.", conditions="")
    idea = factories.story()
    idea.begin_idea(idea.world.growth, "Delad idé", "Efter skolan finns ingenstans att vara.", ("A", "B", "C"))
    idea.share_idea()
    return {
        "ideer": idea,
        "att-fordela": new,
        "formell-kontroll": factories.assigned_tale(title="Kontrolleras"),
        "beredning": factories.prepared_tale(title="Bereds"),
        "komplettering": asked,
        "forslag": handed,
        "pa-vag-till-namnden": factories.proposed_tale(title="Föreslagen"),
        "beslut": factories.delegated_tale(title="Delegerad"),
        "projekt": factories.accepted_tale(title="Godkänd"),
    } | {"mina": handed}


def _assessment() -> tuple[Any, str, str]:
    return others.SCORES, others.CHILD, others.SUMMARY


@pytest.mark.parametrize("key", [key for key in READERS if key != "delegationsbeslut"])
def test_a_case_stands_in_its_queue(key: str, tales: dict[str, Story], at_desk: AtDesk) -> None:
    response = at_desk(READERS[key]).get(queue(key))
    assert response.status_code == 200
    assert page(tales[key].the_case) in response.content.decode()


def test_delegated_decisions_wait_to_be_reported(tales: dict[str, Story], at_desk: AtDesk) -> None:
    shown = at_desk("namndsekreterare").get(queue("delegationsbeslut")).content.decode()
    assert "Delegationsbeslut 1/2026" in shown
    assert page(tales["beslut"].the_case) in shown


@pytest.mark.parametrize("key", READERS)
def test_thirty_rows_cost_as_much_as_one(key: str, tales: dict[str, Story], at_desk: AtDesk) -> None:
    client = at_desk(READERS[key])
    client.get(queue(key))
    few = _count(client, queue(key))
    copy(tales["beslut" if key == "delegationsbeslut" else key].the_case, 29)
    many = _count(client, queue(key))
    assert few == many
    assert many <= MOST


def test_search_and_today_cost_the_same_for_thirty(tales: dict[str, Story], at_desk: AtDesk) -> None:
    client = at_desk("handlaggare")
    search = reverse("admin:search") + "?q=Bereds"
    before = _count(client, search), _count(client, reverse("admin:index"))
    copy(tales["beredning"].the_case, 29)
    assert (_count(client, search), _count(client, reverse("admin:index"))) == before
    assert before[0] <= MOST


def _count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_late_rows_are_counted_late_and_chipped_late(tales: dict[str, Story], at_desk: AtDesk) -> None:
    """Four working days after it came in, an unassigned application is late (D-03), in the figures and on its chip."""
    with clock.at(factories.NOW + timedelta(days=4)):
        load = _load("enhetschef", "att-fordela")
        assert (load.count, load.late, load.mine, load.mine_late) == (1, 1, 1, 1)
        assert "deadline--late" in at_desk("enhetschef").get(queue("att-fordela")).content.decode()
    with clock.at(factories.NOW + timedelta(days=3)):
        assert _load("enhetschef", "att-fordela").late == 0


def _load(name: str, key: str) -> Any:
    person = User.objects.get(pk=factories.staff(name).pk)
    return next(load for load in workload(person) if load.queue.key == key)


def test_how_late_an_application_came_in_is_told_in_the_queue_and_in_the_case(at_desk: AtDesk) -> None:
    """domain.md §9 case 3: received and flagged; a person proposes what to do."""
    call = factories.call(closes_in=1)
    tale = factories.filled_tale(call, title="Sen")
    closes = call.windows.get().closes_at
    assert closes is not None
    with clock.at(closes + timedelta(seconds=3)):
        tale.submit()
        shown = at_desk("enhetschef").get(queue("att-fordela")).content.decode().replace("\u00a0", " ")
        assert "Kom in 3 sekunder efter tidens slut." in shown
        case = at_desk("enhetschef").get(page(tale.the_case)).content.decode().replace("\u00a0", " ")
        assert "Ansökan kom in 3 sekunder efter tidens slut. Ingen störning är noterad" in case
        tale.assign()
        shown = at_desk("handlaggare").get(queue("formell-kontroll")).content.decode().replace("\u00a0", " ")
        assert "Kom in 3 sekunder efter tidens slut." in shown
        window = call.windows.get()
        start, head = closes - timedelta(hours=1), factories.staff("enhetschef")
        calls.extend(
            window,
            closes_at=closes + timedelta(seconds=4),
            reason="Avbrott.",
            disturbed_from=start,
            disturbed_to=closes,
            by=head,
        )
        case = at_desk("handlaggare").get(page(tale.the_case)).content.decode()
        assert "efter tidens slut" not in case


def test_a_queue_of_another_role_is_not_there(at_desk: AtDesk) -> None:
    for name in ("handlaggare", "enhetschef", "ekonom", "attestant", "namndsekreterare", "registrator", "arkivarie"):
        client, person = at_desk(name), User.objects.get(pk=factories.staff(name).pk)
        answers = {key: client.get(queue(key)).status_code for key in QUEUES}
        assert answers == {key: 200 if row.roles & person.role_names else 404 for key, row in QUEUES.items()}, name


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("handlaggare", "formell-kontroll"),
        ("enhetschef", "forslag"),
        ("namndsekreterare", "pa-vag-till-namnden"),
        ("registrator", "beslut"),
    ],
)
def test_today_lists_what_awaits_the_person(name: str, key: str, tales: dict[str, Story], at_desk: AtDesk) -> None:
    shown = at_desk(name).get(reverse("admin:index")).content.decode()
    assert "Måndag 23 november" in shown
    first = shown.split("Gör först")[1].split("Enhetens köer")[0]
    assert page(tales[key].the_case) in first


def test_today_of_the_archivist_and_the_administrator(at_desk: AtDesk) -> None:
    assert "Inget väntar på dig" in at_desk("arkivarie").get(reverse("admin:index")).content.decode()
    shown = at_desk("admin").get(reverse("admin:index")).content.decode()
    assert "Du sköter personer" in shown
    assert "Enhetens köer" not in shown
