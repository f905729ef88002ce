"""Kommunicering: sent before a proposal against the applicant, answered or not, and when it is not needed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from applications.enums import ObligationKind
from applications.lifecycle.engine import MovedOn, NotReady, NotYours
from applications.models import HearingAnswer, Notice, PartyHearing, Reminder
from applications.selectors import hearings as reading
from applications.selectors import my_pages
from applications.services import hearings, withdrawing
from portal import clock
from portal.demo.stories import others
from reviews.services import proposing
from tests import factories
from tests.factories.refusals import faults, missing


@pytest.fixture(scope="module")
def tale(stage):
    """Assessed; a rejection is written and not handed over."""
    made = factories.prepared_tale()
    made.assess(others.SCORES, others.CHILD, others.SUMMARY)
    proposing.save(made.the_case, values={"kind": "rejection", "reasons": "Skäl."}, version=None, by=made.officer)
    return made


def send(tale, *, material="Vi tänker föreslå avslag.", due_on=None, by=None):
    due_on = due_on or clock.today() + timedelta(days=14)
    return hearings.send(tale.application, material=material, due_on=due_on, by=by or tale.officer)


def answer(tale, hearing, text="Vi håller inte med.", by=None):
    return hearings.answer(hearing, has_comments=bool(text), text=text, by=by or tale.lead)


def hand_over(tale):
    return proposing.submit(tale.the_case.memo, by=tale.officer)


def test_a_rejection_waits_until_the_applicant_has_been_heard(tale):
    (told,) = missing(lambda: hand_over(tale))
    assert told == "Kommunicera underlaget med sökanden innan du föreslår avslag, eller skriv varför det inte behövs."
    hearing = send(tale)
    (told,) = missing(lambda: hand_over(tale))
    assert told.startswith("Sökanden kan lämna synpunkter till och med")
    answer(tale, hearing)
    assert hand_over(tale).state == "submitted"


def test_the_time_may_run_out_and_nobody_is_reminded_any_more(tale):
    hearing = send(tale)
    with clock.at(factories.NOW + timedelta(days=(hearing.due_on - clock.today()).days + 1)):
        assert hand_over(tale).state == "submitted"
    owed = tale.the_case.obligations.get(kind=ObligationKind.HEARING)
    assert owed.cancelled_at is not None
    assert not Reminder.objects.filter(obligation=owed, sent_at=None, cancelled_at=None).exists()


def test_a_reason_why_not_is_enough_and_is_told(tale):
    assert set(faults(lambda: hearings.waive(tale.application, ground="", reasons=" ", by=tale.officer))) == {
        "ground",
        "reasons",
    }
    hearings.waive(tale.application, ground="unnecessary", reasons="Inget är nytt.", by=tale.officer)
    assert reading.in_words(tale.the_case) == [
        "Sökanden har inte hörts särskilt. Det är uppenbart onödigt. Inget är nytt."
    ]
    assert hand_over(tale).state == "submitted"


def test_the_applicant_is_told_reminded_and_finds_it_on_mina_sidor(tale):
    hearing = send(tale)
    told = Notice.objects.filter(case=tale.the_case, kind="hearing_sent")
    assert tale.lead in {notice.recipient for notice in told}
    body = told.first().email.message
    assert reverse("applications:hearing", args=[tale.the_case.pk]) in body
    assert hearing.material not in body
    owed = tale.the_case.obligations.get(kind=ObligationKind.HEARING)
    offsets = list(Reminder.objects.filter(obligation=owed).values_list("offset", flat=True))
    assert offsets and max(offsets) <= 0
    (todo,) = [row for row in my_pages.todo(my_pages.cases_of(tale.lead)) if row.place == "hearing"]
    assert (todo.due, todo.verb) == (hearing.due_on, "Läs och svara")
    answer(tale, hearing)
    assert not [row for row in my_pages.todo(my_pages.cases_of(tale.lead)) if row.place == "hearing"]
    assert Notice.objects.get(case=tale.the_case, kind="hearing_answered").recipient == tale.officer


def test_late_answers_are_received_and_marked_until_the_case_is_over(tale):
    hearing = send(tale)
    after = factories.NOW + timedelta(days=(hearing.due_on - clock.today()).days + 2)
    with clock.at(after):
        late = answer(tale, hearing)
        assert late.is_late
        assert "(efter sista dagen)" in reading.in_words(tale.the_case)[0]
    assert not answer(tale, hearing, "").is_late
    assert HearingAnswer.objects.filter(hearing=hearing).count() == 2


def test_after_the_withdrawal_nothing_more_is_taken_in(tale):
    hearing = send(tale)
    withdrawing.withdraw(tale.application, reason="Vi hinner inte.", by=tale.staff("firmatecknare"))
    with pytest.raises(MovedOn):
        answer(tale, hearing)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"material": "  "}, "material"), ({"due_on": factories.NOW.date() + timedelta(days=3)}, "due_on")],
)
def test_what_cannot_be_sent_says_why(tale, given, field):
    assert set(faults(lambda: send(tale, **given))) == {field}


def test_one_at_a_time_and_then_another_round(tale):
    first = send(tale)
    assert set(faults(lambda: send(tale))) == {"material"}
    answer(tale, first, "")
    assert send(tale, material="Mer har kommit fram.").number == 2
    assert [row.number for row in reading.of_case(tale.the_case)] == [2, 1]


def test_only_the_officer_sends_and_only_the_applicant_answers(tale):
    for name in ("medhandlaggare", "enhetschef", "namndsekreterare", "sokande"):
        with pytest.raises(NotYours):
            send(tale, by=tale.staff(name))
    hearing = send(tale)
    for person in (tale.officer, factories.outsider()):
        with pytest.raises(NotYours):
            answer(tale, hearing, by=person)
    assert set(faults(lambda: hearings.answer(hearing, has_comments=True, text=" ", by=tale.lead))) == {"text"}


def test_who_has_not_answered_about_jav_sends_nothing(tale):
    tale.the_case.conflicts.filter(user=tale.officer).delete()
    with pytest.raises(NotReady):
        send(tale)


def test_what_was_sent_and_answered_is_never_changed(tale):
    hearing = send(tale)
    given = answer(tale, hearing)
    for rows, values in (
        (PartyHearing.objects.filter(pk=hearing.pk), {"material": "Annat."}),
        (HearingAnswer.objects.filter(pk=given.pk), {"text": "Annat."}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**values)
