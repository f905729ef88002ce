"""The desk's door: what a person may not see is 404, drafts are nowhere, jäv hides the case, nothing acts on GET."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from applications.enums import ConflictGround
from applications.models import Case, TransitionLog
from applications.services import handling, ideas
from portal.accounts.enums import MembershipRole
from portal.accounts.models import User
from portal.demo.stories.script import Story
from portal.demo.world import join
from tests import factories

from .addresses import move, page, queue

AtDesk = Callable[[str], Client]
TABS = ("case", "case_application", "case_money", "case_assessment", "case_documents", "case_history")
READERS = ("handlaggare", "medhandlaggare", "enhetschef", "ekonom", "attestant", "namndsekreterare", "registrator")


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    return factories.prepared_tale(title="Läsa högt hemma")


@pytest.fixture(scope="module")
def draft(stage: None) -> Case:
    return factories.filled_tale(title="Hemligt utkast").the_case


@pytest.mark.parametrize("name", [*READERS, "arkivarie"])
def test_staff_of_the_board_read_the_case(name: str, tale: Story, at_desk: AtDesk) -> None:
    client = at_desk(name)
    assert {route: client.get(page(tale.the_case, route)).status_code for route in TABS} == dict.fromkeys(TABS, 200)


@pytest.mark.parametrize("name", ["sokande", "firmatecknare", "ordforande", "ledamot", "admin"])
def test_others_find_no_case(name: str, tale: Story, at_desk: AtDesk) -> None:
    client = at_desk(name)
    assert {client.get(page(tale.the_case, route)).status_code for route in TABS} == {404}
    assert client.get(reverse("admin:search")).status_code == 404


def test_another_boards_officer_and_strangers(tale: Story) -> None:
    client = Client()
    assert client.get(page(tale.the_case)).status_code == 302
    for person in (factories.other_officer(), factories.outsider()):
        client.force_login(User.objects.get(pk=person.pk))
        assert client.get(page(tale.the_case)).status_code == 404


@pytest.mark.parametrize("name", READERS)
def test_a_draft_is_nowhere(name: str, draft: Case, at_desk: AtDesk) -> None:
    client = at_desk(name)
    assert {client.get(page(draft, route)).status_code for route in (*TABS, "case_conflict")} == {404}
    assert client.get(move(draft.application, "assign")).status_code == 404
    assert "Hemligt utkast" not in client.get(reverse("admin:search") + "?q=Hemligt").content.decode().replace(
        "”Hemligt”", ""
    )
    assert "Hemligt utkast" not in client.get(reverse("admin:index")).content.decode()


def test_a_draft_application_of_a_shared_idea_is_not_read(at_desk: AtDesk) -> None:
    idea = factories.shared_idea("Gården mitt i byn")
    application = ideas.convert(idea, call=factories.call(), by=factories.applicant())
    application.summary = "Bara för sökandens ögon"
    application.save()
    client = at_desk("handlaggare")
    shown = (
        client.get(page(idea.case)).content.decode() + client.get(page(idea.case, "case_application")).content.decode()
    )
    assert "Gården mitt i byn" in shown
    assert "Bara för sökandens ögon" not in shown
    assert client.get(page(idea.case, "case_money")).status_code == 404
    assert client.get(move(application, "assign")).status_code == 404


def test_jav_hides_the_case_everywhere(tale: Story, at_desk: AtDesk) -> None:
    client = at_desk("medhandlaggare")
    response = client.post(page(tale.the_case, "case_conflict"), {"answer": "yes", "ground": ConflictGround.PARTY})
    assert response.headers["Location"] == reverse("admin:index")
    assert {client.get(page(tale.the_case, route)).status_code for route in TABS} == {404}
    for url in (reverse("admin:search") + "?q=Läsa", queue("beredning"), reverse("admin:index")):
        assert str(tale.the_case.pk) not in client.get(url).content.decode()


def test_jav_asks_for_its_ground(tale: Story, at_desk: AtDesk) -> None:
    response = at_desk("ekonom").post(page(tale.the_case, "case_conflict"), {"answer": "yes"})
    assert response.status_code == 200
    assert "Välj varför du är jävig." in response.content.decode()
    assert not tale.the_case.conflicts.filter(user=factories.staff("ekonom")).exists()


def test_who_works_for_the_applicant_sees_that_side_only(tale: Story, at_desk: AtDesk) -> None:
    join(factories.staff("medhandlaggare"), tale.the_case.organisation, MembershipRole.READER)
    assert at_desk("medhandlaggare").get(page(tale.the_case)).status_code == 404


def test_nothing_acts_on_get(tale: Story, at_desk: AtDesk) -> None:
    before = TransitionLog.objects.count()
    for name in READERS:
        client = at_desk(name)
        for route in (*TABS, "case_conflict", "case_check", "case_assess", "case_propose", "case_note", "case_officer"):
            client.get(page(tale.the_case, route))
        for name_of_move in ("request_completion", "approve_proposal", "decide_by_delegation", "close"):
            client.get(move(tale.application, name_of_move))
    assert TransitionLog.objects.count() == before
    assert tale.the_case.version == Case.objects.get(pk=tale.the_case.pk).version


@pytest.mark.parametrize(
    "path", ["accounts/user", "accounts/staffrole", "applications/programme", "reviews/delegationrule"]
)
def test_djangos_own_pages_tell_nothing(path: str, at_desk: AtDesk) -> None:
    """A malformed and an unknown id, and a person without the right, all get 404."""
    keeper = {"accounts": "admin", "applications": "enhetschef", "reviews": "namndsekreterare"}[path.split("/")[0]]
    assert at_desk(keeper).get(f"/admin/{path}/").status_code == 200
    for pk in ("inget", str(uuid4())):
        for page_of in ("change", "history", "delete"):
            assert at_desk(keeper).get(f"/admin/{path}/{pk}/{page_of}/").status_code == 404
    for name in ("handlaggare", "sokande", "ledamot"):
        assert at_desk(name).get(f"/admin/{path}/").status_code == 404


def test_the_officer_of_a_conflict_leaves_the_case_without_one(tale: Story, at_desk: AtDesk) -> None:
    handling.assign(tale.application, officer=factories.staff("medhandlaggare"), by=factories.staff("enhetschef"))
    at_desk("medhandlaggare").post(page(tale.the_case, "case_conflict"), {"answer": "yes", "ground": "other"})
    shown = at_desk("enhetschef").get(queue("att-fordela")).content.decode()
    assert page(tale.the_case, "case_officer") in shown
