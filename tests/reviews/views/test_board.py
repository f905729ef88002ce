"""/namnd/: members read the locked decisions of their board and its agenda, and nothing where they are jäviga."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import ConflictDeclaration
from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import Board, StaffRole, User
from portal.demo.stories.script import Story
from reviews.views import board
from tests import factories
from tests.factories.papers import make_ready

AtDesk = Callable[[str], Client]


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    return factories.delegated_tale(title="Läsa högt hemma")


@pytest.fixture(scope="module")
def coming(stage: None) -> Story:
    return factories.on_agenda_tale(clock.today() + timedelta(days=14), title="Trygg väg till skolan")


def document(tale: Story) -> str:
    return reverse("reviews:board_document", args=[tale.decision.document.pk])


@pytest.mark.parametrize("name", ["ledamot", "ordforande"])
def test_a_member_reads_decisions_and_their_pdf(name: str, tale: Story, at_desk: AtDesk) -> None:
    client = at_desk(name)
    shown = client.get("/namnd/").content.decode()
    assert "Läsa högt hemma" in shown
    assert "högst 90\u00a0000\u00a0kr" in shown
    assert document(tale) in shown
    in_full = client.get(reverse("reviews:board_decision", args=[tale.decision.pk])).content.decode()
    assert tale.decision.frozen["clauses"][0] in in_full
    pdf = client.get(document(tale))
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")


def test_the_agenda_of_the_coming_meeting(tale: Story, coming: Story, at_desk: AtDesk) -> None:
    shown = at_desk("ledamot").get("/namnd/").content.decode()
    assert "Måndag 7 december 2026" in shown
    assert "Trygg väg till skolan" in shown
    assert reverse("admin:case", args=[coming.the_case.pk]) not in shown


def paper(tale: Story) -> str:
    return reverse("reviews:board_document", args=[tale.the_case.documents.get(kind="memo").pk])


def test_what_is_proposed_is_read_before_the_meeting_and_beside_the_decision(
    tale: Story, coming: Story, at_desk: AtDesk
) -> None:
    client = at_desk("ledamot")
    assert client.get(paper(coming)).status_code == 404  # not made yet
    make_ready(coming.the_case)
    shown = client.get("/namnd/").content.decode()
    assert paper(coming) in shown and paper(tale) in shown
    assert paper(tale) in client.get(reverse("reviews:board_decision", args=[tale.decision.pk])).content.decode()
    assert client.get(paper(coming)).status_code == client.get(paper(tale)).status_code == 200
    member = factories.staff("ledamot")
    ConflictDeclaration.objects.create(case=coming.the_case, user=member, is_conflicted=True, ground="party")
    assert paper(coming) not in client.get("/namnd/").content.decode()
    assert client.get(paper(coming)).status_code == 404


def test_jav_hides_decision_document_and_agenda(tale: Story, coming: Story, at_desk: AtDesk) -> None:
    member = factories.staff("ledamot")
    for case in (tale.the_case, coming.the_case):
        ConflictDeclaration.objects.create(case=case, user=member, is_conflicted=True, ground="party")
    client = at_desk("ledamot")
    shown = client.get("/namnd/").content.decode()
    assert "Läsa högt hemma" not in shown
    assert "Trygg väg till skolan" not in shown
    assert client.get(document(tale)).status_code == 404
    assert client.get(reverse("reviews:board_decision", args=[tale.decision.pk])).status_code == 404
    assert at_desk("ordforande").get(document(tale)).status_code == 200


def test_what_is_not_locked_is_not_read(coming: Story, at_desk: AtDesk) -> None:
    with clock.at(factories.NOW + timedelta(days=14)):
        coming.decide_in_board("47")
        shown = at_desk("ledamot").get("/namnd/").content.decode()
        assert reverse("reviews:board_decision", args=[coming.decision.pk]) not in shown
        coming.approve_minutes()
        shown = at_desk("ledamot").get("/namnd/").content.decode()
        assert reverse("reviews:board_decision", args=[coming.decision.pk]) in shown
        assert coming.decision.document.file is None


def test_another_boards_member_and_others_read_nothing(tale: Story, at_desk: AtDesk) -> None:
    factories.other_officer()
    stranger = User.objects.create_user("annan.ledamot@example.se", "demo-portalen-2026", name="Annan Ledamot")
    StaffRole.objects.create(user=stranger, role=StaffRoleName.MEMBER, board=Board.objects.get(short_name="KN"))
    client = Client()
    client.force_login(User.objects.get(pk=stranger.pk))
    assert "Inga beslut än" in client.get("/namnd/").content.decode()
    assert client.get(document(tale)).status_code == 404
    for name in ("sokande", "handlaggare", "namndsekreterare", "admin"):
        assert at_desk(name).get("/namnd/").status_code == 404
        assert at_desk(name).get(document(tale)).status_code == 404
    assert client.get("/admin/").status_code == 404


def test_the_page_asks_as_often_for_many(tale: Story, at_desk: AtDesk) -> None:
    client = at_desk("ledamot")
    client.get("/namnd/")  # the letterhead's name is remembered for a minute
    with CaptureQueriesContext(connection) as one:
        client.get("/namnd/")
    factories.delegated_tale(kind="rejection", title="Andra")
    factories.delegated_tale(kind="rejection", title="Tredje")
    client.get("/namnd/")
    with CaptureQueriesContext(connection) as three:
        shown = client.get("/namnd/").content.decode()
    assert "får inget stöd." in shown
    assert len(one) == len(three)


def test_older_decisions_stand_on_the_next_page(tale: Story, at_desk: AtDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.delegated_tale(title="Senare beslut")
    monkeypatch.setattr(board, "PER_PAGE", 1)
    browser = at_desk("ledamot")

    def shown(page: str) -> str:
        return browser.get(reverse("reviews:board"), {"sida": page}).content.decode()

    first, second = shown("1"), shown("2")
    assert "Äldre beslut" in first and "Nyare beslut" not in first
    assert "Nyare beslut" in second and "Sida 2" in second
    assert tale.the_case.title in first + second and "Senare beslut" in first + second
    for nonsense in ("0", "-1", "två", "²", "9" * 40, "000001" + "9" * 30):
        assert "Nyare beslut" not in shown(nonsense)
