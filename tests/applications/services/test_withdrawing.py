"""Taking an application back: signed, with all that follows, refused once the board has sat; then struck off."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from applications.documents import making
from applications.enums import ApplicationState, CaseSource, DecisionKind, SignaturePurpose
from applications.lifecycle.engine import MovedOn, NotReady, NotYours
from applications.models import Document, FundEntry, Notice, Signature, Withdrawal
from applications.selectors.case_story import is_over, sentence
from applications.services import completing, deciding, submitting, withdrawing
from portal import clock
from portal.demo.stories.script import certificate
from portal.demo.world import moment
from reviews.selectors import waiting
from reviews.services import discontinuing, meetings
from tests import factories
from tests.factories import funds, papers, scenes, signing
from tests.factories.refusals import missing

stage, take = scenes.stage, scenes.take
TODAY = clock.local(factories.NOW).date()


@pytest.fixture(scope="module")
def tale(stage):
    return factories.assigned_tale()


def test_only_who_may_bind_takes_it_back(tale):
    for person in (tale.lead, tale.officer, factories.outsider()):
        with pytest.raises(NotYours):
            withdrawing.withdraw(tale.application, by=person)
    assert tale.application.state == ApplicationState.FORMAL_CHECK


def test_it_is_signed_told_and_kept_as_a_document(tale):
    row = withdrawing.withdraw(tale.application, reason=" Vi fick inte ihop det. ", by=tale.signatory)
    assert tale.application.state == ApplicationState.WITHDRAWN and row.done_at == clock.now()
    signature = Signature.objects.get(purpose=SignaturePurpose.WITHDRAWAL)
    assert "återtar ansökan" in signature.text and signature.signer == tale.signatory
    assert (row.reason, row.frozen["reason"]) == ("Vi fick inte ihop det.",) * 2
    document = Document.objects.get(case=tale.the_case, kind="withdrawal")
    making.make(document.pk)
    document.refresh_from_db()
    assert document.pages == 1 and document.title.startswith("Återtagande av ansökan")
    kinds = set(Notice.objects.filter(case=tale.the_case).values_list("kind", flat=True))
    assert {"withdrawn", "withdrawn_to_officer"} <= kinds
    assert sentence(tale.the_case).startswith("Återtagen. Vi prövar inte")
    assert withdrawing.withdraw(tale.application, by=tale.signatory) == row  # a second click
    assert list(waiting.withdrawn(tale.officer)) == [tale.application]
    assert not list(waiting.formal_check(tale.officer))


def test_an_open_completion_ends_and_what_was_not_handed_in_is_gone(tale):
    before = tale.application.summary
    asked = completing.request(
        tale.application,
        items=[{"section": "projekt", "field": "summary", "text": "Mer"}],
        due_on=TODAY + timedelta(days=14),
        why="Det behövs.",
        by=tale.officer,
    )
    item = asked.items.get()
    given = {item.pk: completing.Given(values={"summary": "Halvskrivet"})}
    completing.answer(tale.application, given=given, by=tale.lead)
    completing.add_file(tale.application, item=item.pk, upload=certificate("Vi"), by=tale.lead)
    withdrawing.withdraw(tale.application, by=tale.signatory)
    row = tale.application
    assert row.summary == before and row.versions.count() == 1
    assert not completing.unsent_attachments(row)
    owed = tale.the_case.obligations.get()
    assert owed.cancelled_at is not None and not owed.reminders.filter(cancelled_at=None, sent_at=None).exists()
    with pytest.raises(MovedOn):
        completing.answer(row, given=given, by=tale.lead)


def test_money_that_the_proposal_held_is_let_go():
    call = funds.call_of(funds.fund({2027: 5_000_000, 2028: 5_000_000}))
    tale = factories.proposed_tale(call)
    held = FundEntry.objects.filter(case=tale.the_case)
    assert set(held.values_list("kind", flat=True)) == {"reserved"}
    withdrawing.withdraw(tale.application, by=tale.signatory)
    assert set(held.values_list("kind", flat=True)) == {"reserved", "released"}


def test_two_sign_together_and_the_first_may_regret_it():
    second = signing.second_signatory()
    tale = signing.tale_for_two()
    submitting.sign(tale.application, by=tale.signatory)
    submitting.sign(tale.application, by=second)
    assert withdrawing.withdraw(tale.application, reason="Skäl", by=second).done_at is None
    assert Notice.objects.filter(kind="withdrawal_awaited", recipient=tale.signatory).exists()
    withdrawing.take_back_signature(tale.application, by=second)
    assert not Withdrawal.objects.filter(case=tale.the_case).exists()
    withdrawing.withdraw(tale.application, reason="Skäl", by=second)
    withdrawing.withdraw(tale.application, reason="Andra skäl", by=tale.signatory)  # other words: the first falls
    assert tale.application.state == ApplicationState.REGISTERED
    assert withdrawing.withdraw(tale.application, reason="Andra skäl", by=second).done_at is not None


def test_on_the_day_of_the_meeting_it_still_goes_and_the_item_is_left_out():
    day = date(2026, 12, 10)
    tale = factories.on_agenda_tale(day)
    with clock.at(moment(day, 9)):
        withdrawing.withdraw(tale.application, by=tale.signatory)
        meetings.hold(tale.meeting_on(day), by=tale.staff("namndsekreterare"))
    assert tale.application.state == ApplicationState.WITHDRAWN
    assert not list(waiting.before_board(tale.staff("namndsekreterare")))


def test_once_the_board_has_sat_it_is_refused_with_what_can_be_done():
    day = date(2026, 12, 10)
    tale = factories.on_agenda_tale(day)
    with clock.at(moment(day, 15)):
        meetings.hold(tale.meeting_on(day), by=tale.staff("namndsekreterare"))
        told = missing(lambda: withdrawing.withdraw(tale.application, by=tale.signatory))
    assert told[0].startswith("Nämnden behandlade ansökan torsdag 10 december 2026") and "meddelande" in told[0]
    with clock.at(moment(day + timedelta(days=1))), pytest.raises(NotReady):
        withdrawing.withdraw(tale.application, by=tale.signatory)


def test_a_letter_is_registered_for_an_application_that_came_on_paper(tale):
    with pytest.raises(NotYours):  # who uses the portal signs there
        withdrawing.register(tale.application, source=CaseSource.PAPER, upload=certificate("Brev"), by=tale.officer)
    tale.the_case.__class__.objects.filter(pk=tale.the_case.pk).update(source=CaseSource.PAPER)
    with pytest.raises(ValidationError):
        withdrawing.register(tale.application, source=CaseSource.PORTAL, upload=certificate("Brev"), by=tale.officer)
    row = withdrawing.register(
        tale.application, source=CaseSource.PAPER, upload=certificate("Brev"), reason="Slut på tid", by=tale.officer
    )
    assert row.file.key.startswith("record/") and row.frozen["letter"][0] == row.file.original_name
    assert tale.application.state == ApplicationState.WITHDRAWN


def test_the_case_is_struck_off_on_delegation_and_closed(tale):
    withdrawing.withdraw(tale.application, by=tale.signatory)
    decision = discontinuing.discontinue(tale.application, reasons="Ansökan är återtagen.", by=tale.officer)
    assert (decision.kind, decision.state, decision.is_delegated) == (DecisionKind.DISCONTINUED, "made", True)
    assert tale.application.state == ApplicationState.DECIDED
    assert decision.frozen["clauses"][0].startswith("att avskriva ärendet")
    making.make(decision.document.pk)
    decision.refresh_from_db()
    papers.make_ready(tale.the_case)
    deciding.dispatch(decision, by=tale.officer)
    assert Notice.objects.filter(kind="decision_discontinued").exists()
    assert sentence(tale.the_case) == "Återtagen. Ärendet avskrevs 23 november 2026." and is_over(tale.the_case)
