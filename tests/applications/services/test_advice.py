"""Times for advice: offered several at once, booked by one, and nothing of an unshared draft told (B6)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from applications.lifecycle.engine import MovedOn, NotYours
from applications.models import DialogueGuest, DialogueMeeting, Notice
from applications.selectors import dialogue as reading
from applications.services import advice, drafting, ideas
from portal import clock
from portal.demo.world import moment
from tests import factories

FROM = moment(date(2026, 12, 1), 9)
SECRET = "Hemlig idé om lekplatser"


def offer(count: int = 4, *, start=FROM, by=None, **given) -> list[DialogueMeeting]:
    values = {"starts_at": start, "ends_at": start + timedelta(minutes=30 * count), "minutes": 30, "place": "Rum 3"}
    officer = by or factories.staff("handlaggare")
    return advice.offer(factories.world().growth, **(values | given), by=officer)


@pytest.fixture
def times(take) -> list[DialogueMeeting]:
    return offer()


def book(case, time, wish="Är vi för små?", by=None) -> DialogueGuest:
    return advice.book(time, case=case, wish=wish, by=by or factories.applicant())


def test_several_times_are_offered_at_once(times):
    assert [clock.local(row.starts_at).strftime("%H.%M") for row in times] == ["09.00", "09.30", "10.00", "10.30"]
    assert not DialogueGuest.objects.filter(meeting__in=times).exists()


def test_who_offers_and_what_cannot_be_offered(take):
    for person in (factories.applicant(), factories.staff("enhetschef"), factories.other_officer()):
        with pytest.raises(NotYours):
            offer(by=person)
    with pytest.raises(ValidationError, match="Ingen tid får plats"):
        offer(0)
    with pytest.raises(ValidationError, match="högst 40"):
        offer(41)
    offer(2)
    with pytest.raises(ValidationError, match="Då har du redan ett möte"):
        offer(1, start=FROM + timedelta(minutes=15))


@pytest.mark.parametrize("make", [factories.draft_idea, factories.shared_idea, factories.draft_application])
def test_an_early_case_books_a_time(times, make):
    case = make().case
    guest = book(case, times[1])
    assert (guest.takes_it_all, guest.booked_by, guest.wish) == (True, factories.applicant(), "Är vi för små?")
    told = reading.advice(case)
    assert told.mine == times[1] and times[1] not in told.free and len(told.free) == 3
    mine = Notice.objects.get(event=f"advice:{guest.pk}:yours")
    assert mine.recipient == factories.applicant() and "kalender.ics" in mine.email.message


def test_the_officer_learns_nothing_of_the_draft(times):
    guest = book(factories.draft_idea(SECRET).case, times[0])
    told = Notice.objects.get(event=f"advice:{guest.pk}:advice_booked")
    assert told.recipient == factories.staff("handlaggare") and told.case is None
    said = told.subject + told.email.message
    assert SECRET not in said and str(guest.case_id) not in said
    assert "Region Örebro län" in said and factories.applicant().name in said and "Är vi för små?" in said
    assert not DialogueGuest.objects.visible_to(factories.staff("handlaggare")).filter(pk=guest.pk).exists()


def test_a_taken_time_is_refused_in_words(times):
    book(factories.draft_idea().case, times[0])
    with pytest.raises(ValidationError, match=r"Tiden är redan bokad\. Välj en annan\."):
        book(factories.draft_idea("Annan").case, times[0])
    with pytest.raises(ValidationError, match="Ni har redan bokat en tid"):
        book(DialogueGuest.objects.get(meeting=times[0]).case, times[1])


def test_who_may_not_book_and_when(times):
    idea = factories.draft_idea()
    for person in (factories.outsider(), factories.staff("handlaggare")):
        with pytest.raises(NotYours):
            book(idea.case, times[0], by=person)
    with pytest.raises(MovedOn):
        book(factories.submitted_application().case, times[0])
    with clock.at(FROM + timedelta(minutes=1)), pytest.raises(ValidationError, match="går inte att boka"):
        book(idea.case, times[0])


def test_another_time_frees_the_first_and_a_taken_one_keeps_it(times):
    case, other = factories.draft_idea().case, factories.draft_idea("Annan").case
    guest = book(case, times[0])
    book(other, times[2])
    with pytest.raises(ValidationError, match="redan bokad"):
        advice.rebook(guest, meeting=times[2], wish="", by=factories.applicant())
    assert advice.ahead(case) == guest
    again = advice.rebook(guest, meeting=times[1], wish="Nytt", by=factories.applicant())
    assert advice.ahead(case) == again and reading.advice(case).mine == times[1]
    assert Notice.objects.filter(event=f"advice:{guest.pk}:advice_let_go").exists()
    same = advice.rebook(again, meeting=times[1], wish="Bara önskan", by=factories.applicant())
    assert (same.pk, same.wish) == (again.pk, "Bara önskan")


def test_a_time_is_let_go(times):
    case = factories.draft_idea().case
    advice.unbook(book(case, times[0]), by=factories.applicant())
    assert advice.ahead(case) is None and times[0] in reading.advice(case, most=9).free


@pytest.mark.parametrize(
    ("make", "delete"),
    [(factories.draft_idea, ideas.delete_draft), (factories.draft_application, drafting.delete_draft)],
)
def test_a_deleted_draft_lets_its_time_go_and_tells_the_officer(times, make, delete):
    draft = make()
    guest = book(draft.case, times[0])
    key = guest.pk
    delete(draft, by=factories.applicant())
    assert not DialogueGuest.objects.filter(pk=key).exists()
    assert Notice.objects.filter(event=f"advice:{key}:advice_let_go").exists()
    assert DialogueMeeting.objects.filter(pk=times[0].pk).exists()


def test_a_free_time_is_taken_back_and_a_booked_one_is_not(times):
    officer = factories.staff("handlaggare")
    advice.take_back(times[3], by=officer)
    assert not DialogueMeeting.objects.filter(pk=times[3].pk).exists()
    book(factories.draft_idea().case, times[0])
    with pytest.raises(MovedOn):
        advice.take_back(times[0], by=officer)
