"""The applications of a call in order, where the money ends, a place of one's own, and some of them side by side."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.enums import ConflictGround
from applications.lifecycle.engine import NotYours, StaleVersion
from applications.models import Call
from applications.services import handling
from portal.accounts.models import User
from portal.demo.stories.script import Story
from reviews.enums import Criterion
from reviews.models import RankOrder
from reviews.selectors import ranking as reading
from reviews.services import assessing, ranking
from tests import factories
from tests.factories.funds import call_of, fund
from tests.factories.refusals import faults

from .addresses import page

AtDesk = Callable[[str], Client]
Tales = dict[str, Story]


def assess(tale: Story, score: int, by: str = "handlaggare") -> None:
    scores = {one.value: (score, f"Skäl {score}.") for one in Criterion}
    more = {"child_best_interest": "Prövat.", "summary": "", "version": None}
    assessing.save(tale.the_case, scores=scores, by=tale.staff(by), **more)


@pytest.fixture(scope="module")
def tales(stage: None) -> Tales:
    """Three of one call whose money is enough for two: a weak, a strong, and one that nobody has assessed."""
    call = call_of(fund({2027: 100_000, 2028: 100_000}))
    found = {}
    for name in ("Svag", "Stark", "Ny"):
        money = factories.applying_for(90_000, call)
        found[name] = factories.prepared_tale(call, title=name, money=money)
    assess(found["Svag"], 2)
    assess(found["Stark"], 5)
    return found


def call_in(tales: Tales) -> Call:
    return tales["Svag"].application.call


def url(tales: Tales, route: str = "call_ranking", **more: object) -> str:
    return reverse(f"admin:{route}", kwargs={"pk": call_in(tales).pk, **more})


def order(tales: Tales, name: str = "handlaggare") -> list[str]:
    person = User.objects.get(pk=factories.staff(name).pk)
    return [line.case.title for line in reading.ranking(call_in(tales), person).lines]


def test_the_highest_mean_comes_first_and_a_line_tells_where_the_money_ends(tales: Tales, at_desk: AtDesk) -> None:
    found = reading.ranking(call_in(tales), factories.staff("handlaggare"))
    assert [(line.case.title, line.so_far, line.fits) for line in found.lines] == [
        ("Stark", Decimal(90_000), True),
        ("Svag", Decimal(180_000), True),
        ("Ny", Decimal(270_000), False),
    ]
    assert (found.left, found.ends_after) == (Decimal(200_000), 2)
    shown = at_desk("handlaggare").get(url(tales)).content.decode()
    assert shown.index("Stark") < shown.index("Svag") < shown.index("Här tar pengarna slut.") < shown.index("Ny<")
    tab = at_desk("handlaggare").get(page(tales["Ny"].the_case, "case_assessment")).content.decode()
    assert url(tales) in tab


def test_who_reads_it(tales: Tales, at_desk: AtDesk) -> None:
    for name in ("handlaggare", "medhandlaggare", "enhetschef", "ekonom"):
        assert at_desk(name).get(url(tales)).status_code == 200
    for name in ("namndsekreterare", "registrator", "sokande", "ledamot"):
        assert at_desk(name).get(url(tales)).status_code == 404
    # Who keeps the programme and reads its cases too comes here from the call's own page.
    assert url(tales) in at_desk("enhetschef").get(url(tales, "call")).content.decode()
    other = Client()
    other.force_login(factories.other_officer())
    for route in ("call_ranking", "call_compare"):
        assert other.get(url(tales, route)).status_code == 404
    case, person = tales["Stark"].the_case, factories.staff("medhandlaggare")
    handling.declare_conflict(case, is_conflicted=True, ground=ConflictGround.OTHER, by=person)
    assert order(tales, "medhandlaggare") == ["Svag", "Ny"]
    both = f"?arende={case.pk}&arende={tales['Svag'].the_case.pk}"
    told = at_desk("medhandlaggare").get(url(tales, "call_compare") + both).content.decode()
    assert "Stark" not in told and "Välj 2 till 4 ansökningar att jämföra." in told


def test_a_blind_reader_is_shown_nothing_of_the_others(tales: Tales, at_desk: AtDesk) -> None:
    tale, second, head = tales["Stark"], factories.staff("medhandlaggare"), factories.staff("enhetschef")
    handling.assign(tale.application, officer=tale.officer, co_officer=second, by=head)
    tale.not_conflicted("medhandlaggare")
    found = order(tales, "medhandlaggare")  # the two that have no figure for the reader came in at the same moment
    assert (found[0], sorted(found[1:])) == ("Svag", ["Ny", "Stark"])
    both = f"?arende={tale.the_case.pk}&arende={tales['Svag'].the_case.pk}"
    assert "5 (" not in at_desk("medhandlaggare").get(url(tales, "call_compare") + both).content.decode()
    for kind in ("csv", "xlsx"):
        assert b"5.00" not in at_desk("medhandlaggare").get(url(tales, "call_ranking_file", kind=kind)).content
    assess(tale, 1, by="medhandlaggare")
    found = reading.ranking(call_in(tales), second).lines[0]
    assert (found.case.title, found.weighed) == ("Stark", reading.Weighed(Decimal("3.00"), Decimal("4.00"), 2))
    assert "5 (" in at_desk("medhandlaggare").get(url(tales, "call_compare") + both).content.decode()


def test_a_place_of_ones_own_needs_a_reason_and_can_be_taken_back(tales: Tales, at_desk: AtDesk) -> None:
    case, client = tales["Ny"].the_case, at_desk("handlaggare")
    own = url(tales, "call_rank_place", case=case.pk)
    assert "Skriv varför." in client.post(own, {"version": "0", "position": "1"}).content.decode()
    assert client.post(own, {"version": "0", "position": "1", "reason": "Når flest barn."}).status_code == 302
    assert order(tales) == ["Ny", "Stark", "Svag"]
    assert "Flyttad till plats 1: Når flest barn." in client.get(url(tales)).content.decode()
    by, given = tales["Svag"].officer, {"reason": "Skäl.", "version": None}
    taken = faults(lambda: ranking.place(tales["Svag"].the_case, position=1, by=by, **given))
    assert taken == {"position": [ranking.TAKEN]}
    with pytest.raises(StaleVersion):
        ranking.place(case, position=2, reason="Skäl.", version=0, by=by)
    with pytest.raises(NotYours):
        ranking.place(case, position=2, by=factories.staff("ekonom"), **given)
    assert client.post(own, {"version": "1", "position": "", "reason": ""}).status_code == 302
    assert not RankOrder.objects.exists() and order(tales) == ["Stark", "Svag", "Ny"]


def test_it_is_handed_out_as_a_file(tales: Tales, at_desk: AtDesk) -> None:
    client = at_desk("ekonom")
    told = client.get(url(tales, "call_ranking_file", kind="csv"))
    lines = told.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Plats;Diarienummer;Ärende")
    assert [line.split(";")[2] for line in lines[1:]] == ["Stark", "Svag", "Ny"]
    assert lines[1].split(";")[5:8] == ["5,00", "0,00", "1"] and lines[3].split(";")[11] == "Nej"
    book = client.get(url(tales, "call_ranking_file", kind="xlsx"))
    assert book.content.startswith(b"PK") and book["Content-Disposition"].endswith('.xlsx"')
    assert client.get(url(tales, "call_ranking_file", kind="pdf")).status_code == 404


def test_some_are_read_side_by_side(tales: Tales, at_desk: AtDesk) -> None:
    ids = "&".join(f"arende={tales[name].the_case.pk}" for name in ("Svag", "Stark"))
    shown = at_desk("enhetschef").get(f"{url(tales, 'call_compare')}?{ids}").content.decode()
    for text in ("I korthet", "Bedömning", "Relevans", "5 (Elin Sandahl)", "Sammanfattning", "Vägt medel"):
        assert text in shown, text
    for wrong in ("", f"?arende={tales['Svag'].the_case.pk}", "?arende=x&arende=y"):
        told = at_desk("enhetschef").get(url(tales, "call_compare") + wrong).content.decode()
        assert "Välj 2 till 4 ansökningar att jämföra." in told


def test_it_costs_the_same_for_more(tales: Tales, at_desk: AtDesk) -> None:
    client = at_desk("handlaggare")
    client.get(url(tales))
    with CaptureQueriesContext(connection) as few:
        client.get(url(tales))
    for number in range(2):
        assess(factories.prepared_tale(call_in(tales), title=f"Till {number}"), 3)
    with CaptureQueriesContext(connection) as more:
        assert "Till 1" in client.get(url(tales)).content.decode()
    assert len(more) == len(few)
