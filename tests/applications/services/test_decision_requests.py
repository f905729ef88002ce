"""Begäran om att ärendet avgörs: from when and by whom, once, answered by a decision or a refusal (FL 12 §, D-10)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from applications import reminders
from applications.enums import DocumentKind, ObligationKind
from applications.lifecycle.engine import MovedOn, NotReady, NotYours
from applications.models import Case, DecisionRequest, Document, Notice
from applications.selectors import deadlines, my_pages
from applications.selectors.case_facts import with_story
from applications.selectors.case_story import sentence
from applications.services import conflicts, decision_requests, handling, withdrawing
from portal import clock, dates
from tests import factories
from tests.applications.views.pages import text

LATER = factories.NOW + timedelta(days=190)
WHY_NOT = "Vi väntar på kommunens yttrande, som avgör om projektet kan genomföras."


@pytest.fixture(scope="module")
def tale(stage):
    return factories.assigned_tale()


@pytest.fixture
def old(tale):
    """Six months and some days after it came in."""
    with clock.at(LATER):
        yield tale


def ask(tale, *, words="", by=None):
    return decision_requests.ask(tale.application, text=words, by=by or tale.lead)


def head(tale):
    """The head, who has answered that they are not jävig."""
    tale.not_conflicted("enhetschef")
    return tale.staff("enhetschef")


def told(case_id):
    return sentence(with_story(Case.objects.filter(pk=case_id)).get())


def test_the_six_months_are_those_of_the_desks_clock(tale):
    received = tale.application.shared_at
    opens = deadlines.request_opens(received)
    assert opens == deadlines.answer_due(received) + timedelta(days=1)
    day_before = dates.instant(opens - timedelta(days=1), factories.NOW.time())
    with clock.at(day_before), pytest.raises(NotReady) as refused:
        ask(tale)
    assert dates.weekday_long(opens) in str(refused.value)
    with clock.at(dates.start_of_next_local_day(opens - timedelta(days=1))):
        assert ask(tale).due_on == opens + timedelta(weeks=4)


def test_both_sides_are_told_once(old):
    row = ask(old, words="Vi måste anställa.")
    assert row.due_on == clock.today() + timedelta(days=28)
    assert ask(old, words="Igen.").pk == row.pk
    assert DecisionRequest.objects.get(case=old.case_id).text == "Vi måste anställa."
    receipts = Notice.objects.filter(case=old.the_case, kind="decision_asked")
    assert old.lead in {one.recipient for one in receipts}
    staff = Notice.objects.filter(case=old.the_case, kind="decision_asked_to_staff")
    assert {one.recipient for one in staff} == {old.officer, old.staff("enhetschef")}
    day = dates.long(row.due_on)
    assert all(day in one.email.message for one in (*receipts, *staff))
    assert f"Ni begärde {dates.long(clock.today())} att ärendet avgörs. Vi svarar senast {day}." in told(old.case_id)


def test_the_answer_is_owed_by_us_with_reminders_to_staff_alone(old):
    row = ask(old)
    owed = old.the_case.obligations.get(kind=ObligationKind.REQUEST)
    assert (owed.due_on, owed.is_open) == (row.due_on, True)
    assert not [item for item in my_pages.todo(my_pages.cases_of(old.lead)) if item.day == row.due_on]
    assert not [item for item in my_pages.ahead(my_pages.cases_of(old.lead)) if item.day == row.due_on]
    with clock.at(LATER + timedelta(days=21)):
        assert reminders.send_due()
    told = Notice.objects.filter(kind="reminders", created_at__gte=LATER)
    assert {one.recipient for one in told} == {old.officer, old.staff("enhetschef")}
    assert all("Begäran om avgörande ska besvaras senast" in one.email.message for one in told)
    decision_requests.refuse(row, reasons=WHY_NOT, by=head(old))
    owed.refresh_from_db()
    assert owed.fulfilled_at is not None
    assert not owed.reminders.filter(sent_at=None, cancelled_at=None).exists()


def test_taken_back_nothing_is_owed(old):
    ask(old)
    withdrawing.withdraw(old.application, by=old.signatory)
    assert not old.the_case.obligations.get(kind=ObligationKind.REQUEST).is_open


def test_a_javig_head_hears_nothing_and_answers_nothing(old):
    boss = old.staff("enhetschef")
    handling.declare_conflict(old.the_case, is_conflicted=True, by=boss, ground="other", note="Släkt.")
    row = ask(old)
    assert not Notice.objects.filter(kind="decision_asked_to_staff", recipient=boss).exists()
    with pytest.raises((NotReady, NotYours)):
        decision_requests.refuse(row, reasons=WHY_NOT, by=boss)


def test_only_those_who_lead_it_at_the_applicant(old):
    for person in (old.officer, old.staff("enhetschef"), factories.applicant("medsokande")):
        with pytest.raises(NotYours):
            ask(old, by=person)
    assert ask(old, by=old.signatory).requested_by == old.signatory


def test_a_second_row_is_stopped_by_the_database(old):
    row = ask(old)
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionRequest.objects.create(case=row.case, due_on=row.due_on, requested_by=old.lead)


def test_not_when_it_is_taken_back_and_then_it_waits_no_more(old):
    withdrawing.withdraw(old.application, by=old.signatory)
    with pytest.raises(MovedOn):
        ask(old)


def test_the_head_refuses_with_reasons_and_how_to_appeal(old):
    row = ask(old, words="Vi måste anställa.")
    boss = old.staff("enhetschef")
    with pytest.raises(NotReady):
        decision_requests.refuse(row, reasons=WHY_NOT, by=boss)
    boss = head(old)
    with pytest.raises(ValidationError):
        decision_requests.refuse(row, reasons=" ", by=boss)
    for person in (old.officer, old.lead):
        with pytest.raises(NotYours):
            decision_requests.refuse(row, reasons=WHY_NOT, by=person)
    refused = decision_requests.refuse(row, reasons=WHY_NOT, by=boss)
    source = old.the_case.programme.funding_source
    said = refused.frozen["appeal"]
    assert source.appeal_text.splitlines()[0].split("{court}")[0] in " ".join(said["paragraphs"])
    assert refused.frozen["reasons"] == [WHY_NOT]
    document = Document.objects.get(kind=DocumentKind.REFUSAL)
    assert document.decision_request == refused
    assert Notice.objects.filter(case=old.the_case, kind="decision_asked_refused", recipient=old.lead).exists()
    assert "Vi avslog det" in told(old.case_id)
    with pytest.raises(MovedOn):
        decision_requests.refuse(row, reasons=WHY_NOT, by=boss)
    assert ask(old).is_refused  # once in a case: it is not asked again


def test_an_open_question_of_jav_stops_the_refusal(old):
    row, boss = ask(old), head(old)
    old.not_conflicted("medhandlaggare")
    conflicts.point_out(old.the_case, person=old.officer, why="De är grannar.", by=old.staff("medhandlaggare"))
    with pytest.raises(NotReady):
        decision_requests.refuse(row, reasons=WHY_NOT, by=boss)


def test_what_was_asked_and_answered_is_never_changed(old):
    row = ask(old)
    rows = DecisionRequest.objects.filter(pk=row.pk)
    for change in (lambda: rows.update(text="Annat."), lambda: rows.update(due_on=date(2030, 1, 1)), rows.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    decision_requests.refuse(row, reasons=WHY_NOT, by=head(old))
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(reasons="Annat.")


def test_the_day_to_appeal_runs_from_the_refusal_where_the_act_itself_applies(old):
    source = old.the_case.programme.funding_source
    type(source).objects.filter(pk=source.pk).update(legal_regime="administrative_appeal")
    old.the_case.programme.refresh_from_db()
    refused = decision_requests.refuse(ask(old), reasons=WHY_NOT, by=head(old))
    assert refused.frozen["appeal"]["last_day"] == dates.last_day_to_appeal(clock.today()).isoformat()
    assert "Det följer av förvaltningslagen" in refused.frozen["rule"]


# The applicant's page


def url(tale, page="decision_request"):
    return reverse(f"applications:{page}", args=(tale.case_id,))


def test_before_its_time_the_page_says_from_which_day(tale, client):
    client.force_login(tale.lead)
    shown = client.get(url(tale))
    opens = dates.weekday_long(deadlines.request_opens(tale.application.shared_at))
    assert opens in text(shown)
    assert b"<textarea" not in shown.content
    assert "Begär att ärendet avgörs" not in text(client.get(url(tale, "case")))
    refused = client.post(url(tale), {"text": ""})
    assert refused.status_code == 200
    assert not DecisionRequest.objects.exists()


def test_the_page_asks_once_and_then_tells(old, client):
    client.force_login(old.lead)
    assert "Begär att ärendet avgörs" in text(client.get(url(old, "case")))
    assert "Begär att ärendet avgörs" in text(client.get(url(old)))
    too_long = client.post(url(old), {"text": "x" * 2001})
    assert "x" * 2001 in too_long.content.decode()
    for _ in range(2):
        assert client.post(url(old), {"text": "Vi måste anställa."}).status_code == 302
    due = dates.weekday_long(DecisionRequest.objects.get().due_on)
    shown = text(client.get(url(old)))
    assert f"Senast {due}" in shown
    assert "Vi måste anställa." in shown
    for page in ("case", "case_history"):
        assert f"{old.lead.name} begärde att ärendet avgörs." in text(client.get(url(old, page)))
    assert "Läs er begäran" in text(client.get(url(old, "case")))


def test_an_answer_that_is_late_is_called_late(old, client):
    ask(old)
    client.force_login(old.lead)
    with clock.at(LATER + timedelta(days=29)):
        assert "Svaret är försenat" in text(client.get(url(old)))
        assert "Vi skulle ha svarat senast" in told(old.case_id)


def test_a_co_writer_reads_who_can_ask(old, client):
    client.force_login(factories.applicant("medsokande"))
    assert "Den som leder projektet" in text(client.get(url(old)))
    assert client.post(url(old), {"text": ""}).status_code == 404


def test_the_refusal_is_read_with_reasons_and_appeal(old, client):
    decision_requests.refuse(ask(old), reasons=WHY_NOT, by=head(old))
    client.force_login(old.lead)
    shown = text(client.get(url(old)))
    assert WHY_NOT in shown
    assert "överklaga" in shown
    assert "Avslag på begäran om avgörande" in text(client.get(url(old, "case")))
    assert "Vi avslog begäran om att ärendet avgörs." in text(client.get(url(old, "case_history")))


def test_a_draft_has_no_such_page(stage, client):
    draft = factories.draft_application()
    client.force_login(factories.applicant())
    assert client.get(reverse("applications:decision_request", args=(draft.case_id,))).status_code == 404
