"""Meetings that an officer calls: at an instant, told to those called, moved, cancelled, summed up (G-04, G-10)."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from applications.enums import DialogueKind
from applications.lifecycle.engine import MovedOn, NotReady, NotYours, StaleVersion
from applications.models import DialogueMeeting, Notice
from applications.selectors import dialogue as reading
from applications.services import dialogue, handling
from portal import clock
from portal.demo.stories.script import Story
from portal.demo.world import moment
from tests import factories

WHEN = moment(date(2026, 12, 1), 13)


@pytest.fixture(scope="module")
def tale(stage) -> Story:
    return factories.accepted_tale(factories.call())


def call(*tales: Story, kind=DialogueKind.DIALOGUE, by=None, **given) -> DialogueMeeting:
    values = {"starts_at": WHEN, "minutes": 60, "place": "Rum 3", "topic": "Hösten"} | given
    return dialogue.call(kind=kind, cases=[one.the_case for one in tales], by=by or tales[0].officer, **values)


def fault(act) -> dict:
    with pytest.raises(ValidationError) as raised:
        act()
    return raised.value.message_dict


def mails(tale: Story, kind: str):
    return list(Notice.objects.filter(case=tale.the_case, kind=kind).select_related("email"))


def test_those_who_lead_are_told_with_a_file(tale):
    meeting = call(tale)
    guest = meeting.guests.get()
    (told,) = mails(tale, "meeting_called")
    assert told.recipient == tale.lead and meeting.when.replace("\u00a0", " ") in told.subject
    assert "Rum 3" in told.email.message and f"/moten/{guest.pk}/kalender.ics" in told.email.message
    assert meeting.when == "tisdag 1 december 2026 kl.\u00a013.00–14.00"


def test_who_may_call(tale):
    for person in (tale.lead, tale.staff("ekonom"), factories.other_officer()):
        with pytest.raises(NotYours):
            call(tale, by=person)


def test_the_question_of_jav_comes_first_and_a_yes_hides(tale):
    second = tale.staff("medhandlaggare")
    with pytest.raises(NotReady, match="jävig"):
        call(tale, by=second)
    handling.declare_conflict(tale.the_case, is_conflicted=True, ground="other", by=second)
    with pytest.raises(NotYours):
        call(tale, by=second)


@pytest.mark.parametrize(
    ("given", "place", "words"),
    [
        ({"starts_at": factories.NOW}, "day", "Tiden har redan varit"),
        ({"place": " "}, "place", "Skriv var mötet hålls"),
        ({"place": "http://moten.example.se"}, "place", "https://"),
        ({"place": "https://"}, "place", "https://"),
        ({"minutes": 601}, "minutes", "600"),
    ],
)
def test_what_cannot_be(tale, given, place, words):
    faults = fault(lambda: call(tale, **given))
    assert words in " ".join(faults.get(place) or faults["__all__"])


def test_the_officer_is_in_one_place_at_a_time(tale):
    call(tale)
    half = WHEN + timedelta(minutes=30)
    assert "Då har du redan ett möte" in fault(lambda: call(tale, starts_at=half))["at"][0]
    call(tale, starts_at=WHEN + timedelta(minutes=60))


def test_a_gathering_has_several_of_one_programme(tale):
    other = factories.accepted_tale(factories.call(), title="Sagor")
    assert "gemensam träff" in fault(lambda: call(tale, other))["kind"][0]
    meeting = call(tale, other, kind=DialogueKind.GATHERING)
    assert meeting.guests.count() == 2 and mails(other, "meeting_called")
    elsewhere = factories.accepted_tale(factories.call(early=True), title="Gården")
    act = lambda: call(tale, elsewhere, kind=DialogueKind.GATHERING, starts_at=WHEN + timedelta(days=1))  # noqa: E731
    assert "samma satsning" in fault(act)["cases"][0]


def test_a_new_time_is_told_and_a_new_topic_is_not(tale):
    meeting = call(tale)
    given = {"minutes": 60, "place": "Rum 3", "by": tale.officer}
    moved = dialogue.change(
        meeting, starts_at=WHEN + timedelta(days=1), topic="Våren", version=meeting.version, **given
    )
    assert len(mails(tale, "meeting_changed")) == 1
    dialogue.change(moved, starts_at=moved.starts_at, topic="Sommaren", version=moved.version, **given)
    assert len(mails(tale, "meeting_changed")) == 1
    with pytest.raises(StaleVersion):
        dialogue.change(moved, starts_at=WHEN, topic="", version=1, **given)
    with pytest.raises(NotYours):
        dialogue.cancel(moved, reason="Sjuk", version=None, by=tale.staff("enhetschef"))


def test_a_cancelled_meeting_says_why_and_frees_the_time(tale):
    meeting = call(tale)
    assert "varför" in fault(lambda: dialogue.cancel(meeting, reason="", version=None, by=tale.officer))["reason"][0]
    dialogue.cancel(meeting, reason="Jag är sjuk.", version=None, by=tale.officer)
    (told,) = mails(tale, "meeting_cancelled")
    assert "Jag är sjuk." in told.email.message
    with pytest.raises(MovedOn):
        dialogue.cancel(meeting, reason="Igen", version=None, by=tale.officer)
    call(tale)


def test_what_was_said_is_written_after_the_meeting_and_told_once(tale):
    meeting = call(tale)
    given = {"present": "Alla", "summary": "Vi rådde dem att vänta.", "by": tale.officer}
    with pytest.raises(MovedOn, match="Planerat"):
        dialogue.sum_up(meeting, version=None, **given)
    with clock.at(WHEN + timedelta(hours=2)):
        assert "summary" in fault(lambda: dialogue.sum_up(meeting, version=None, **given | {"summary": " "}))
        dialogue.sum_up(meeting, version=None, **given)
        dialogue.sum_up(meeting, version=None, **given | {"summary": "Vi rådde dem att vänta till våren."})
        assert len(mails(tale, "meeting_summed_up")) == 1
        assert reading.latest(tale.the_case)[0].meeting.summary.endswith("våren.")
        with pytest.raises(MovedOn):
            dialogue.cancel(meeting, reason="Sent", version=None, by=tale.officer)


def test_the_meetings_of_a_case_stand_in_order_of_time(tale):
    later = call(tale, starts_at=WHEN + timedelta(days=7))
    first = call(tale)
    with clock.at(WHEN + timedelta(days=1)):
        told = reading.of_case(tale.the_case)
        assert [row.meeting for row in told.ahead] == [later] and [row.meeting for row in told.past] == [first]


def test_an_hour_before_the_clock_change_is_an_hour(tale):
    night = datetime.fromisoformat("2026-10-25T02:30:00+02:00")
    with clock.at(night - timedelta(days=1)):
        meeting = call(tale, starts_at=night, minutes=60)
    assert meeting.ends_at - meeting.starts_at == timedelta(hours=1)
    assert meeting.when.endswith("kl.\u00a002.30–02.30")  # the wall clock shows the half hour twice
