"""The authority's stories over HTTP: from a new application to a decision on delegation, or the board's."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from applications import jobs
from applications.models import Application, Case, Decision, Document, Notice, Project
from portal import clock
from portal.demo.world import moment
from reviews.models import DelegatedDecision, Meeting, Memo
from tests import factories, pdf_text
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.at(factories.NOW):
        yield


def at_case(name: str, case: Case) -> Visitor:
    return Visitor.known(name).open(f"/admin/arenden/{case.pk}/")


def answer_conflict(visitor: Visitor, case: Case) -> None:
    visitor.open(f"/admin/arenden/{case.pk}/jav/")
    visitor.tick("Nej, jag är inte jävig", "Är du jävig i ärendet?")
    visitor.press("Lämna svaret")


def check_formally(officer: Visitor, case: Case) -> None:
    officer.open(f"/admin/arenden/{case.pk}/kontroll/")
    for question in (
        "Kom ansökan in i tid?",
        "Får organisationen söka?",
        "Är den inskickad av någon som får företräda organisationen?",
        "Är ansökan komplett?",
    ):
        officer.tick("Ja", question)
    officer.press("Spara")


def assess(officer: Visitor, case: Case) -> None:
    officer.open(f"/admin/arenden/{case.pk}/bedom/")
    for criterion in ("Relevans", "Potential", "Genomförbarhet", "Aktörskonstellation"):
        officer.tick("4", f"{criterion}, poäng")
        officer.fill(f"{criterion}, motivering", "Väl beskrivet.")
    officer.fill("Barnets bästa", "Barnen är med och planerar.")
    officer.press("Spara")


def propose(officer: Visitor, case: Case, cap: str) -> None:
    officer.open(f"/admin/arenden/{case.pk}/forslag/")
    officer.tick("Bifall", "Förslag")
    officer.fill("Andel av kostnaderna, procent", "40")
    officer.fill("Högst, kronor", cap)
    officer.fill("Skäl för förslaget", "Projektet möter barn tidigt.")
    officer.fill("Särskilda villkor", "Redovisa i första rapporten hur grupperna valdes.")
    officer.press("Spara")


def prepared(cap: str = "90 000") -> Case:
    """Sent in, assigned, checked, assessed and proposed in full, each on its own page by its own person."""
    in_call = factories.call()
    asked = factories.applying_for(int(cap.replace(" ", "")), in_call)
    case = factories.submitted_tale(in_call, money=asked).the_case
    head = at_case("enhetschef", case).follow("Fördela till handläggare")
    head.fill("Handläggare", factories.staff("handlaggare").name)
    head.press("Fördela till handläggare")
    officer = at_case("handlaggare", case)
    answer_conflict(officer, case)
    check_formally(officer, case)
    officer.follow("Börja bereda").press("Börja bereda")
    assert Application.objects.get().state == "preparation"
    assess(officer, case)
    propose(officer, case, cap)
    officer.follow("Lämna förslag till chef").press("Lämna förslag till chef")
    answer_conflict(head, case)
    head.open(f"/admin/arenden/{case.pk}/").follow("Godkänn förslaget").press("Godkänn förslaget")
    assert Application.objects.get().state == "proposed"
    return case


def test_a_delegated_decision_from_new_application_to_the_applicants_acceptance():
    case = prepared()
    officer = at_case("handlaggare", case).follow("Besluta på delegation")
    officer.press("Besluta på delegation")
    decision = Decision.objects.get()
    assert (decision.state, decision.is_delegated, decision.cap) == ("made", True, 90_000)
    assert DelegatedDecision.objects.get().number == 1

    lead = Visitor.known("sokande").open(f"/arenden/{case.pk}/")
    assert "Bifall" not in lead.text  # the applicant reads it when it has been sent
    jobs.run_sweep()
    officer.open(f"/admin/arenden/{case.pk}/").follow("Expediera beslutet").press("Expediera beslutet")
    assert Decision.objects.get().state == "dispatched"

    document = Document.objects.get(kind="decision")
    response = lead.client.get(f"/handlingar/{document.pk}/")
    paper = pdf_text.text(b"".join(response.streaming_content))
    assert "90 000" in paper
    assert "Redovisa i första rapporten" in paper

    signatory = Visitor.known("firmatecknare").open(f"/projekt/{Project.objects.get().pk}/godkann/")
    signatory.tick("Jag får företräda")
    signatory.press("Godkänn beslutet")
    assert Project.objects.get().state == "accepted"
    assert Notice.objects.filter(case=case, recipient=factories.staff("handlaggare")).exists()

    secretary = plan_meeting("2026-12-08")
    with clock.at(moment(date(2026, 12, 8), 16)):
        secretary.open("/admin/sammantraden/").follow("8 december 2026")
        assert "Delegationsbeslut 1/2026" in secretary.text
        secretary.follow("Registrera att sammanträdet är hållet").press("Registrera att sammanträdet är hållet")
        secretary.open("/admin/sammantraden/").follow("8 december 2026")
        secretary.follow("Anmäl").press("Anmäl")
    assert DelegatedDecision.objects.get().reported_at == Meeting.objects.get()


def plan_meeting(day: str) -> Visitor:
    secretary = Visitor.known("namndsekreterare").open("/admin/sammantraden/nytt/")
    secretary.fill("Nämnd", "Regional tillväxtnämnd")
    secretary.fill("Dag", day)
    return secretary.press("Planera sammanträdet")


def test_a_decision_of_the_board_is_registered_justerat_anslaget_and_sent():
    case = prepared("120 000")
    secretary = plan_meeting("2026-12-08")
    secretary.open(f"/admin/arenden/{case.pk}/").follow("Sätt upp på föredragningslistan")
    secretary.fill("Sammanträde", "Tisdag 8 december 2026 (handlingsstopp 17 november)")
    secretary.press("Sätt upp på föredragningslistan")

    with clock.at(moment(date(2026, 12, 8), 16)):
        secretary.open(f"/admin/arenden/{case.pk}/").follow("Registrera nämndens beslut")
        secretary.fill("Paragraf", "§ 112")
        secretary.press("Registrera nämndens beslut")
        decision = Decision.objects.get()
        assert (decision.paragraph, decision.state, decision.made_on) == ("§ 112", "made", date(2026, 12, 8))
    with clock.at(moment(date(2026, 12, 15))):
        for move in ("Registrera justering", "Registrera anslag"):
            secretary.open(f"/admin/arenden/{case.pk}/").follow(move).press(move)
        jobs.run_sweep()
        registrar = at_case("registrator", case).follow("Expediera beslutet")
        registrar.press("Expediera beslutet")
        assert Decision.objects.get().state == "dispatched"
        member = Visitor.known("ledamot").open("/namnd/")
        assert case.dnr in member.text
        member.follow("Läsa högt hemma")
        assert "§ 112" in member.text
        response = member.client.get(f"/namnd/handlingar/{Document.objects.get(kind='decision').pk}/")
        assert response["Content-Type"] == "application/pdf"


def test_a_closed_move_says_what_is_missing_and_a_post_to_it_changes_nothing():
    case = factories.assigned_tale().the_case
    officer = at_case("handlaggare", case)
    address = f"/admin/arenden/{case.pk}/application/{case.application.pk}/start_preparation/"
    officer.open(address)
    assert "Gör den formella kontrollen." in officer.text
    assert not officer.can_press("Börja bereda")
    response = officer.client.post(address)
    assert response.status_code in (200, 409)
    assert Application.objects.get().state == "formal_check"


def test_a_move_that_somebody_else_has_made_says_so():
    tale = factories.submitted_tale()
    first, second = (at_case("enhetschef", tale.the_case).follow("Fördela till handläggare") for _ in range(2))
    for visitor in (first, second):
        visitor.fill("Handläggare", factories.staff("handlaggare").name)
    first.press("Fördela till handläggare")
    form, _ = second._button("Fördela till handläggare")
    response = second.client.post(second.address, form.held() | second.changes)
    assert response.status_code < 500
    assert "Formell kontroll" in response.content.decode()
    assert tale.the_case.assignments.filter(role="officer").count() == 1


def test_nothing_acts_on_get():
    tale = factories.submitted_tale()
    head = at_case("enhetschef", tale.the_case)
    for _ in range(2):
        head.open(f"/admin/arenden/{tale.the_case.pk}/application/{tale.application.pk}/assign/")
    assert tale.application.state == "registered"


def test_above_the_own_limit_another_must_decide():
    """250 000 is more than the officer's delegation; the head may decide up to 300 000, but not on an own proposal."""
    case = prepared("110 000")
    officer = at_case("handlaggare", case)
    assert "Besluta på delegation" not in [button.text() for form in officer.forms() for button in form.buttons()]
    address = f"/admin/arenden/{case.pk}/application/{case.application.pk}/decide_by_delegation/"
    officer.open(address)
    assert "Nämnden måste besluta" in officer.text
    head = Visitor.known("enhetschef").open(address)
    head.press("Besluta på delegation")
    assert Decision.objects.get().decided_by.startswith(factories.staff("enhetschef").name)


def test_a_jav_answer_hides_the_case():
    case = factories.submitted_tale().the_case
    officer = at_case("handlaggare", case)
    officer.open(f"/admin/arenden/{case.pk}/jav/")
    officer.tick("Ja, jag är jävig", "Är du jävig i ärendet?")
    officer.fill("Om ja: varför?", "Saken rör mig eller någon som står mig nära")
    officer.press("Lämna svaret")
    assert officer.client.get(f"/admin/arenden/{case.pk}/").status_code == 404
    # The page tells back what was typed, and is otherwise the same as for a number that no case has.
    hidden, nothing = (officer.open(f"/admin/sok/?q={dnr}").text.replace(dnr, "") for dnr in (case.dnr, "99RS99999"))
    assert hidden == nothing
    assert case.title not in hidden
    assert "Inget ärende passar urvalet" in hidden


def test_those_outside_see_no_case():
    draft, shared = factories.draft_application().case, factories.shared_idea().case
    factories.other_officer()
    for name in ("handlaggare", "enhetschef", "registrator"):
        assert Visitor.known(name).client.get(f"/admin/arenden/{draft.pk}/").status_code == 404
    for name in ("annan.handlaggare", "sokande", "ledamot"):
        assert Visitor.known(name).client.get(f"/admin/arenden/{shared.pk}/").status_code == 404


def test_a_completion_goes_out_and_its_answer_comes_back():
    case = factories.assigned_tale().the_case
    officer = at_case("handlaggare", case).follow("Begär komplettering")
    officer.fill("Varför behöver vi det?", "Vi behöver veta hur ni mäter.")
    officer.fill("Det som öppnas", "Uppföljning")
    officer.fill("Vad som saknas", "Skriv hur ni mäter")
    officer.press("Begär komplettering")
    assert Application.objects.get().state == "completion"
    asked = case.completions.get()
    assert asked.due_on >= clock.today() + timedelta(days=14)
    (item,) = asked.items.all()
    assert (item.section, item.field, item.text) == ("mal", "follow_up", "Skriv hur ni mäter")
    assert Memo.objects.count() == 0
