"""A call's own questions as part of its rules: added, changed, moved, taken away; and what becomes of answers."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from applications.lifecycle.engine import MovedOn, NotYours, StaleVersion
from applications.models import Application, Call, CallVersion
from applications.sections import SECTIONS, section_missing
from applications.services import attaching, completing, drafting, questions, submitting
from portal import clock, dates
from portal.accounts.models import User
from portal.demo.stories.script import certificate
from tests import factories
from tests.factories.questions import ALL_KINDS, DRAWING, PLACES, answered, ask

BLANK = {"section": "projekt", "kind": "text", "help": "", "choices": [], "limit": None, "required": True}
BLANK |= {"depends_on": "", "depends_value": ""}


@pytest.fixture(scope="module")
def head(stage: None) -> User:
    return factories.staff("enhetschef")


def put(call: Call, head: User, label: str, **given: Any) -> CallVersion:
    named = {name: given.pop(name) for name in ("key", "after", "change_note", "version") if name in given}
    return questions.save(call, values=BLANK | {"label": label} | given, by=head, **named)


def unpublished() -> Call:
    call = factories.call()
    Call.objects.filter(pk=call.pk).update(published_at=None)
    return Call.objects.get(pk=call.pk)


def keys(call: Call) -> list[str]:
    return [row.key for row in call.current_version().questions.all()]


def test_questions_of_a_call_that_is_being_written_change_in_place(head: User) -> None:
    call = unpublished()
    put(call, head, "Hur många barn möter ni?", kind="number")
    put(call, head, "Hur många barn möter ni!", after="hur-manga-barn-moter-ni")
    put(call, head, "Först?")
    assert keys(call) == ["forst", "hur-manga-barn-moter-ni", "hur-manga-barn-moter-ni-2"]
    assert call.versions.count() == 1
    put(call, head, "Sist?", key="forst", after="hur-manga-barn-moter-ni-2")
    assert keys(call)[-1] == "forst"
    questions.remove(call, key="hur-manga-barn-moter-ni", by=head)
    assert keys(call) == ["hur-manga-barn-moter-ni-2", "forst"]


def test_a_key_fits_also_when_the_question_is_long_or_has_no_letters(head: User) -> None:
    call = unpublished()
    for label in ("Vad " + "mycket " * 20, "Vad " + "mycket " * 21, "?!"):
        put(call, head, label, after=keys(call)[-1] if keys(call) else "")
    assert all(len(key) <= 34 for key in keys(call)) and len(set(keys(call))) == 3
    assert keys(call)[-1] == "egen-fraga"


def test_questions_of_a_published_call_make_new_rules(head: User) -> None:
    call = factories.call()
    draft = factories.draft_application(call)
    with pytest.raises(ValidationError) as refused:
        put(call, head, "Ny fråga?")
    assert "change_note" in refused.value.message_dict
    put(call, head, "Ny fråga?", change_note="Ny fråga om lokaler.")
    assert call.versions.count() == 2
    draft.refresh_from_db()
    assert draft.call_version.number == 2
    assert "Svara på frågan ”Ny fråga?”." in section_missing(draft, SECTIONS["projekt"])


def test_what_has_come_in_keeps_its_questions(head: User) -> None:
    call = factories.call()
    row = factories.submitted_application(call)
    put(call, head, "Ny fråga?", change_note="Ny fråga.")
    row.refresh_from_db()
    assert row.call_version.number == 1 and not row.call_version.questions.exists()


def test_a_draft_keeps_its_answers_under_new_rules(head: User) -> None:
    call = factories.call()
    ask(call, *ALL_KINDS)
    draft = answered(factories.draft_application(call), lokal="Ja", rum="3", larande="Mycket.")
    questions.remove(call, key="larande", change_note="En fråga mindre.", by=head)
    kind = BLANK | {"section": "statsstod", "label": "Hur många rum?"}
    questions.save(call, key="rum", values=kind, after="lokal", change_note="Med ord.", by=head)
    draft.refresh_from_db()
    assert draft.answers == {"lokal": "Ja", "larande": "Mycket.", "rum:number": "3"}
    assert "Svara på frågan ”Hur många rum?”." in section_missing(draft, SECTIONS["statsstod"])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "choice", "choices": ["Ja"]}, "choices"),
        ({"depends_on": "borta", "depends_value": "Ja"}, "depends_on"),
        ({"kind": "date", "limit": 5}, "limit"),
        ({"label": "å" * 201}, "label"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(head: User, given: dict[str, Any], field: str) -> None:
    call = unpublished()
    with pytest.raises(ValidationError) as refused:
        put(call, head, **{"label": "Ny?"} | given)
    assert field in refused.value.message_dict and keys(call) == []


def test_a_question_is_not_moved_before_what_it_depends_on(head: User) -> None:
    call = unpublished()
    ask(call, *ALL_KINDS)
    hanging = {"kind": "number", "depends_on": "lokal", "depends_value": "Ja", "section": "statsstod"}
    with pytest.raises(ValidationError) as refused:
        put(call, head, "Hur många rum?", key="rum", after="", **hanging)
    assert "depends_on" in refused.value.message_dict
    with pytest.raises(ValidationError, match="Hur många rum"):
        questions.remove(call, key="lokal", by=head)


def test_only_who_keeps_the_call_at_the_version_that_was_read(head: User) -> None:
    call = unpublished()
    for stranger in (factories.staff("handlaggare"), factories.applicant()):
        with pytest.raises(NotYours):
            put(call, stranger, "Ny?")
        with pytest.raises(NotYours):
            questions.remove(call, key="ny", by=stranger)
    put(call, head, "Ny?", version=call.version)
    with pytest.raises(StaleVersion):
        put(call, head, "Ännu en?", version=call.version)
    with pytest.raises(ValidationError, match="finns inte längre"):
        questions.remove(call, key="borta", by=head)
    with pytest.raises(ValidationError, match="finns inte längre"):
        put(call, head, "Borta?", key="borta")


# Answers


def sent_in(lokal: str = "Nej") -> Application:
    """Sent in with a drawing that belongs to a yes."""
    call = factories.call()
    ask(call, PLACES, DRAWING | {"depends_on": "lokal", "depends_value": "Ja"})
    row = factories.filled_application(call)
    attaching.add_attachment(row, kind="fraga:ritning", upload=certificate("Lokalen"), by=factories.applicant())
    answered(row, lokal=lokal)
    submitting.submit(Application.objects.get(pk=row.pk), by=factories.applicant("firmatecknare"))
    return Application.objects.get(pk=row.pk)


def test_only_the_section_s_own_questions_are_written(stage: None) -> None:
    call = factories.call()
    ask(call, *ALL_KINDS)
    draft = answered(factories.draft_application(call), larande="Mycket.", borta="Kvar.")
    saved = drafting.save_section(
        draft,
        section="villkor",
        values={},
        unparsed={},
        version=None,
        by=factories.applicant(),
        answers={"larande": "Annat.", "okand": "X"},
    )
    assert saved.answers == {"larande": "Mycket.", "borta": "Kvar."}


def test_a_file_of_a_question_that_is_not_asked_stays_the_applicant_s_own(stage: None) -> None:
    row = sent_in("Nej")
    file = row.attachments.get(kind="fraga:ritning")
    assert not file.is_sent_in and row.attachments.get(kind="medfinansiering").is_sent_in
    assert "fraga:ritning" not in str(row.versions.get().data)
    assert sent_in("Ja").attachments.get(kind="fraga:ritning").is_sent_in


def test_a_file_is_refused_when_nobody_asks_for_it_or_the_section_is_closed(stage: None) -> None:
    draft = factories.draft_application(factories.call())
    with pytest.raises(ValidationError, match="finns inte längre"):
        attaching.add_attachment(draft, kind="fraga:ritning", upload=certificate("X"), by=factories.applicant())
    with pytest.raises(MovedOn):
        attaching.add_attachment(sent_in(), kind="fraga:ritning", upload=certificate("X"), by=factories.applicant())


def test_a_completion_opens_the_questions_with_their_section(stage: None) -> None:
    row = sent_in("Nej")
    officer = factories.staff("handlaggare")
    tale = factories.story()
    tale.case = row.case
    tale.assign()
    item = {"section": "statsstod", "text": "Svara om lokalen."}
    due = dates.add_working_days(clock.today(), 10)
    asked = completing.request(tale.application, items=[item], due_on=due, why="Vi behöver veta.", by=officer)
    lead = factories.applicant()
    body = {"values": {"economic_activity": "no"}, "unparsed": {}, "version": None, "by": lead}
    drafting.save_section(tale.application, section="statsstod", answers={"lokal": "Ja"}, **body)
    assert tale.application.answers == {"lokal": "Ja"}
    completing.answer(tale.application, answers={asked.items.get().pk: "Vi behöver en."}, by=lead)
    version = completing.hand_in(tale.application, by=lead)
    assert {row["key"]: row["value"] for row in version.data["answers"]}["lokal"] == "Ja"
    assert tale.application.attachments.get(kind="fraga:ritning").is_sent_in
    first = tale.application.versions.get(number=1)
    assert {row["key"]: row["value"] for row in first.data["answers"]} == {"lokal": "Nej"}


def test_a_completion_that_is_ended_takes_the_answers_back(stage: None) -> None:
    row = sent_in("Nej")
    tale = factories.story()
    tale.case = row.case
    tale.assign()
    item = {"section": "statsstod", "text": "Svara om lokalen."}
    due = dates.add_working_days(clock.today(), 10)
    completing.request(
        tale.application, items=[item], due_on=due, why="Vi behöver veta.", by=factories.staff("handlaggare")
    )
    body = {"values": {}, "unparsed": {}, "version": None, "by": factories.applicant()}
    drafting.save_section(tale.application, section="statsstod", answers={"lokal": "Ja"}, **body)
    with clock.at(dates.start_of_next_local_day(due)):
        completing.end(tale.application, by=factories.staff("handlaggare"))
    assert tale.application.answers == {"lokal": "Nej"}
