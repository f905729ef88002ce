"""Move pages: the consequence on GET, the service on POST, and what is missing instead of a form when it is closed."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from applications.enums import ApplicationState, DecisionState, IdeaState
from applications.lifecycle.registry import MACHINES
from portal import clock
from portal.demo.stories import others
from portal.demo.stories.script import Story
from reviews.admin.move_pages import MOVE_PAGES
from reviews.enums import MemoState
from reviews.models import Meeting
from tests import factories
from tests.applications.views.pages import read

from .addresses import move, page

AtDesk = Callable[[str], Client]
# Made by the applicant, by jobs, or inside another service.
WITHOUT_PAGE = {
    ("idea", "share"),
    ("idea", "share_again"),
    ("idea", "share_again_in_dialogue"),
    ("idea", "close"),
    ("idea", "convert"),
    ("application", "submit"),
    ("application", "register"),
    ("application", "sign"),
    ("application", "withdraw_signature"),
    ("application", "register_on_paper"),  # a page of its own, before there is a case
    ("application", "withdraw"),  # the desk has register_withdrawal
    ("application", "answer_completion"),
    ("application", "answer_completion_in_preparation"),
    ("memo", "approve"),
    ("decision", "make"),
    ("project", "accept"),
    ("project", "hand_in_new_budget"),
    ("report", "open"),
    ("report", "begin"),
    ("report", "submit"),
    ("claim", "open"),
    ("claim", "begin"),
    ("claim", "submit"),
    ("claim", "request_advance"),
    ("claim", "withdraw_advance"),
    ("project", "close_early"),  # made by dispatching the decision
    ("report", "cancel"),
    ("claim", "cancel"),
    ("meeting", "hold"),  # a meeting has pages of its own
}


@pytest.fixture(scope="module")
def assigned(stage: None) -> Story:
    return factories.assigned_tale()


@pytest.fixture(scope="module")
def proposed(stage: None) -> Story:
    return factories.proposed_tale(title="Föreslagen")


def test_every_move_of_the_desk_has_its_page() -> None:
    moves = {(machine, name) for machine, table in MACHINES.items() for name in table.moves}
    assert set(MOVE_PAGES) == moves - WITHOUT_PAGE


def test_assigning_in_the_browser(at_desk: AtDesk) -> None:
    tale = factories.submitted_tale(title="Ny")
    client, officer = at_desk("enhetschef"), factories.staff("medhandlaggare")
    url = move(tale.application, "assign")
    assert "Peter Wiklund" in client.get(url).content.decode()
    response = client.post(url, {"officer": officer.pk, "co_officer": ""})
    assert response.headers["Location"] == page(tale.the_case)
    assert tale.the_case.officer == officer
    assert tale.application.state == ApplicationState.FORMAL_CHECK


def test_asking_for_completion(assigned: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("handlaggare"), move(assigned.application, "request_completion")
    rows = {"sak-TOTAL_FORMS": 3, "sak-INITIAL_FORMS": 0}
    given = {"why": "Vi ser inte vilka barn det gäller.", "due_on": "2026-12-14", **rows}
    response = client.post(url, given)
    assert "Skriv minst en sak som saknas." in response.content.decode()
    response = client.post(url, given | {"sak-0-text": "Skriv vilka barn."})
    assert "Välj vad i ansökan som ska rättas." in response.content.decode()
    given |= {"sak-0-place": "malgrupp/target_group", "sak-0-text": "Skriv vilka barn."}
    given |= {"sak-1-place": "projekt", "sak-1-text": "Skriv mer om problemet."}
    twice = given | {"sak-2-place": "malgrupp/target_group", "sak-2-text": "Och hur gamla."}
    assert "Samma fält står på två rader." in client.post(url, twice).content.decode()
    response = client.post(url, given | {"due_on": "2026-11-25"})
    assert "Ge minst fem arbetsdagar" in response.content.decode()
    assert "Skriv vilka barn." in response.content.decode()
    assert client.post(url, given).status_code == 302
    asked = assigned.the_case.completions.get()
    assert {(item.section, item.field, item.text) for item in asked.items.all()} == {
        ("malgrupp", "target_group", "Skriv vilka barn."),
        ("projekt", "", "Skriv mer om problemet."),
    }


def test_a_closed_move_tells_what_is_missing(assigned: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("handlaggare"), move(assigned.application, "start_preparation")
    response = client.get(url)
    shown = response.content.decode()
    assert "Det går inte än." in shown
    assert f'href="{page(assigned.the_case, "case_check")}">Gör den formella kontrollen.' in shown
    (main,) = read(response).all("main")
    assert not main.all("button", **{"class": "btn btn-primary"})
    assert "Gör den formella kontrollen." in client.get(page(assigned.the_case)).content.decode()
    response = client.post(url)
    assert response.status_code == 409
    assert assigned.application.state == ApplicationState.FORMAL_CHECK


def test_a_move_that_another_has_made_is_told(assigned: Story, at_desk: AtDesk) -> None:
    url = move(assigned.application, "assign")
    shown = at_desk("enhetschef").get(url).content.decode()
    assert "Läget är ”Formell kontroll”" in shown
    response = at_desk("enhetschef").post(url, {"officer": factories.staff("medhandlaggare").pk})
    assert response.status_code == 409
    assert assigned.the_case.officer == factories.staff("handlaggare")


def test_a_move_that_is_not_ones_own_is_not_there(assigned: Story, at_desk: AtDesk) -> None:
    for name in ("medhandlaggare", "ekonom", "registrator", "arkivarie"):
        assert at_desk(name).get(move(assigned.application, "start_preparation")).status_code == 404
        assert at_desk(name).post(move(assigned.application, "start_preparation")).status_code == 404
    client = at_desk("handlaggare")
    assert client.get(move(assigned.application, "submit")).status_code == 404
    other = page(assigned.the_case, "case_move", machine="claim", obj=assigned.application.pk, move="approve")
    assert client.get(other).status_code == 404


def test_idea_gets_dialogue_and_advice(at_desk: AtDesk) -> None:
    idea, client = factories.shared_idea(), at_desk("handlaggare")
    assert "Svara först på om du är jävig" in client.get(move(idea, "open_dialogue")).content.decode()
    client.post(page(idea.case, "case_conflict"), {"answer": "no"})
    client.post(move(idea, "open_dialogue"))
    assert "Skriv ert råd" in client.post(move(idea, "recommend"), {"advice": ""}).content.decode()
    client.post(move(idea, "recommend"), {"advice": "Sök i vår utlysning."})
    idea.refresh_from_db()
    assert (idea.state, idea.advice) == (IdeaState.RECOMMENDED, "Sök i vår utlysning.")


def test_the_head_approves_or_sends_back(at_desk: AtDesk) -> None:
    tale = factories.prepared_tale(title="Hos chefen")
    tale.assess(others.SCORES, others.CHILD, others.SUMMARY)
    tale.propose(kind="rejection", reasons="Det ryms inte i satsningen.", conditions="")
    client = at_desk("enhetschef")
    shown = client.get(page(tale.the_case)).content.decode()
    assert shown.count("Godkänn förslaget") >= 1
    client.post(page(tale.the_case, "case_conflict"), {"answer": "no"})
    client.post(move(tale.the_case.memo, "return"), {"reason": "Skriv mer om barnen."})
    assert tale.the_case.memo.state == MemoState.DRAFT
    assert "Skriv mer om barnen." in client.get(page(tale.the_case, "case_history")).content.decode()
    at_desk("handlaggare").post(move(tale.the_case.memo, "submit"))
    client.post(move(tale.application, "approve_proposal"))
    assert tale.application.state == ApplicationState.PROPOSED
    assert tale.the_case.memo.state == MemoState.APPROVED


def test_deciding_on_delegation_begins_with_the_proposal(proposed: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("handlaggare"), move(proposed.application, "decide_by_delegation")
    shown = client.get(url).content.decode()
    assert 'value="90\u00a0000"' in shown
    assert 'value="40"' in shown
    given = {
        "kind": "approval",
        "share": "40",
        "cap": "90 000",
        "amount_2027": "45 000",
        "amount_2028": "40 000",
        "period_start": "2027-01-01",
        "period_end": "2028-12-31",
        "reasons": "Projektet passar.",
        "villkor-TOTAL_FORMS": 2,
        "villkor-INITIAL_FORMS": 0,
        "villkor-0-text": "Ni redovisar särskilt.",
        "villkor-0-kind": "ongoing",
        "villkor-1-kind": "ongoing",
    }
    assert "Åren blir 85\u00a0000 kr" in client.post(url, given).content.decode()
    assert client.post(url, given | {"amount_2028": "45 000"}).status_code == 302
    decision = proposed.decision
    assert (decision.state, decision.cap, decision.share) == (DecisionState.MADE, Decimal("90000"), Decimal("0.4"))
    assert [row.text for row in decision.conditions.all()] == ["Ni redovisar särskilt."]
    assert {row.year: row.amount for row in decision.amounts.all()} == {2027: Decimal(45000), 2028: Decimal(45000)}


def test_from_agenda_to_dispatched(proposed: Story, at_desk: AtDesk) -> None:
    """The secretary plans, puts up, registers, and follows the decision; each page does one thing."""
    client = at_desk("namndsekreterare")
    assert (
        "Lägg först upp nästa sammanträde." in client.get(move(proposed.application, "put_on_agenda")).content.decode()
    )
    board = proposed.the_case.board
    client.post(reverse("admin:meeting_plan"), {"board": board.pk, "held_on": "2026-11-24", "place": "Rådhuset"})
    meeting = Meeting.objects.get(board=board, held_on="2026-11-24")
    client.post(move(proposed.application, "put_on_agenda"), {"meeting": meeting.pk})
    agenda = client.get(reverse("admin:meeting", args=[meeting.pk])).content.decode()
    assert "Föreslagen" in agenda
    assert "Sammanträdet hålls tisdag 24 november 2026." in agenda
    url = move(proposed.application, "register_decision")
    assert "Nämnden sammanträder tisdag 24 november 2026." in client.get(url).content.decode()
    with clock.at(factories.NOW + timedelta(days=1)):
        client.post(reverse("admin:meeting_hold", args=[meeting.pk]))
        given = {"kind": "rejection", "reasons": "Det ryms inte.", "villkor-TOTAL_FORMS": 0, "villkor-INITIAL_FORMS": 0}
        assert "Skriv paragrafens nummer" in client.post(url, given).content.decode()
        client.post(url, given | {"paragraph": "47"})
        assert (proposed.decision.paragraph, proposed.decision.kind) == ("§ 47", "rejection")
        client.post(move(proposed.decision, "approve"), {"approved_on": "2026-11-24"})
        client.post(move(proposed.decision, "announce"), {"announced_on": "24 november 2026"})
        assert "Vi gör i ordning beslutet som PDF." in client.get(move(proposed.decision, "dispatch")).content.decode()
    assert proposed.decision.state == DecisionState.ANNOUNCED


def test_delegated_decisions_are_reported_at_a_meeting(at_desk: AtDesk) -> None:
    tale, client = factories.delegated_tale(title="Delegerad"), at_desk("namndsekreterare")
    client.post(reverse("admin:meeting_plan"), {"board": tale.the_case.board.pk, "held_on": "2026-12-01"})
    meeting = Meeting.objects.get(held_on="2026-12-01")
    url = reverse("admin:meeting_report", args=[meeting.pk])
    assert "Registrera först att sammanträdet är hållet." in client.post(url).content.decode()
    with clock.at(factories.NOW + timedelta(days=8)):
        client.post(reverse("admin:meeting_hold", args=[meeting.pk]))
        assert "Delegerad" in client.get(url).content.decode()
        assert tale.decision.delegated.reported_at is None
        client.post(url)
    assert tale.decision.delegated.reported_at == meeting
    assert at_desk("handlaggare").get(url).status_code == 404


def test_a_completion_that_nobody_answered_is_ended(assigned: Story, at_desk: AtDesk) -> None:
    assigned.ask_completion("projekt", "Mer om målgruppen.", "Vi ser inte vilka.", clock.today() + timedelta(14))
    client, url = at_desk("handlaggare"), move(assigned.application, "end_completion")
    assert "Sökanden har till och med måndag 7 december 2026 på sig." in client.get(url).content.decode()
    assert "Gå vidare utan svar" in client.get(page(assigned.the_case)).content.decode()
    with clock.at(factories.NOW + timedelta(days=15)):
        assert "deadline--late" in client.get(reverse("admin:queue", args=["komplettering"])).content.decode()
        assert client.post(url).status_code == 302
        shown = client.get(page(assigned.the_case, "case_application")).content.decode()
        assert "Inte besvarad." in shown
        waiting = client.get(reverse("admin:queue", args=["formell-kontroll"])).content.decode()
        assert "Sökanden har svarat" not in waiting
    assert assigned.application.state == ApplicationState.FORMAL_CHECK
