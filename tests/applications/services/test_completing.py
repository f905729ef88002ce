"""Completion: only what was asked for opens, every item is answered, a new version is frozen, late is marked."""

from datetime import date, timedelta

import pytest

from applications.lifecycle.engine import MovedOn, NotReady, NotYours
from applications.models import Document, Notice, Obligation
from applications.services import attaching, budgeting, completing, drafting, handling
from portal import clock
from portal.demo.world import moment
from reviews.services import proposing
from tests import factories
from tests.factories.refusals import faults, missing, moves

WHY = "Vi behöver det för att kunna bedöma ansökan."
TODAY = clock.local(factories.NOW).date()  # Monday 23 November 2026


@pytest.fixture(scope="module")
def tale(stage):
    """Under formal check, the officer not jävig."""
    return factories.assigned_tale()


def ask(tale, *sections, due_on=TODAY + timedelta(days=14), by=None):
    items = [{"section": section, "text": f"Mer om {section}"} for section in sections]
    return completing.request(tale.application, items=items, due_on=due_on, why=WHY, by=by or tale.officer)


def answer(tale, text="Det står där nu.", by=None):
    asked = tale.the_case.completions.get(answered_at=None)
    answers = {item.pk: text for item in asked.items.all()}
    return completing.answer(tale.application, answers=answers, by=by or tale.lead)


def save(tale, section, **values):
    return drafting.save_section(
        tale.application, section=section, values=values, unparsed={}, version=None, by=tale.lead
    )


def test_only_the_officer_of_the_case_asks_and_only_after_the_question_of_jav():
    tale = factories.submitted_tale()
    handling.assign(tale.application, officer=tale.officer, by=tale.staff("enhetschef"))
    assert missing(lambda: ask(tale, "mal")) == ["Svara först på om du är jävig i ärendet."]
    tale.not_conflicted("handlaggare", "medhandlaggare", "enhetschef")
    for person in (tale.staff("medhandlaggare"), tale.staff("enhetschef"), tale.lead):
        with pytest.raises(NotYours):
            ask(tale, "mal", by=person)
    assert ask(tale, "mal").asked_by == tale.officer


def test_asking_tells_the_applicant_and_gives_a_day(tale):
    asked = ask(tale, "mal", "parter")
    assert (tale.application.state, asked.asked_in, asked.why, asked.due_on) == (
        "completion",
        "formal_check",
        WHY,
        date(2026, 12, 7),
    )
    assert [(item.section, item.answer) for item in asked.items.all()] == [("mal", ""), ("parter", "")]
    owed = Obligation.objects.get(case=tale.the_case, kind="completion")
    assert (owed.number, owed.due_on, owed.fulfilled_at) == (1, date(2026, 12, 7), None)
    assert [reminder.offset for reminder in owed.reminders.all()] == [-7, -1, 0, 1, 7, 14, 30]
    assert Notice.objects.filter(case=tale.the_case, kind="completion_requested").count() == 4


def test_something_must_be_asked_for(tale):
    assert faults(lambda: ask(tale)) == {"items": ["Skriv minst en sak som saknas."]}


@pytest.mark.parametrize(
    ("due_on", "kept"),
    [
        (date(2026, 11, 27), None),  # four working days
        (date(2026, 11, 30), date(2026, 11, 30)),  # five
        (date(2026, 12, 5), date(2026, 12, 7)),  # a Saturday
        (date(2026, 12, 24), date(2026, 12, 28)),  # julafton, and the days after it
    ],
)
def test_the_day_leaves_five_working_days_and_is_a_working_day(tale, due_on, kept):
    if kept is None:
        told = faults(lambda: ask(tale, "mal", due_on=due_on))
        assert told == {"due_on": ["Ge minst fem arbetsdagar. Första möjliga dag är måndag 30 november 2026."]}
    else:
        assert ask(tale, "mal", due_on=due_on).due_on == kept


def test_only_what_was_asked_for_opens(tale):
    ask(tale, "mal", "sokande")
    assert drafting.editable_sections(tale.application) == {"mal", "sokande"}
    save(tale, "sokande", workplace="Biblioteket")
    for section in ("projekt", "villkor"):
        with pytest.raises(MovedOn):
            save(tale, section)
    with pytest.raises(MovedOn):
        budgeting.save_budget(tale.application, costs={}, funders=[], unparsed={}, version=None, by=tale.lead)
    with pytest.raises(MovedOn):
        attaching.add_attachment(tale.application, kind="annat", upload=None, by=tale.lead)
    assert tale.application.workplace == "Biblioteket"


def test_there_is_one_open_request_at_a_time(tale):
    ask(tale, "mal")
    with pytest.raises(MovedOn):
        ask(tale, "parter")


def test_every_item_is_answered_before_it_is_handed_in(tale):
    asked = ask(tale, "mal", "parter")
    first, second = asked.items.all()
    completing.answer(tale.application, answers={first.pk: "Vi mäter varje termin."}, by=tale.lead)
    assert missing(lambda: completing.hand_in(tale.application, by=tale.lead)) == ["Svara på punkten: Mer om parter"]
    completing.answer(tale.application, answers={second.pk: "   "}, by=tale.lead)
    assert missing(lambda: completing.hand_in(tale.application, by=tale.lead)) == ["Svara på punkten: Mer om parter"]
    completing.answer(tale.application, answers={second.pk: "Se parterna."}, by=tale.lead)
    assert completing.hand_in(tale.application, by=tale.lead).number == 2
    assert list(asked.items.values_list("answer", flat=True)) == ["Vi mäter varje termin.", "Se parterna."]


def test_an_opened_section_must_be_whole_again(tale):
    ask(tale, "mal")
    answer(tale)
    save(tale, "mal", follow_up="")
    assert missing(lambda: completing.hand_in(tale.application, by=tale.lead)) == [
        "Beskriv hur ni följer upp projektet."
    ]
    save(tale, "mal", follow_up="Varje termin.")
    assert completing.hand_in(tale.application, by=tale.lead).number == 2


def test_only_the_applicants_side_answers(tale):
    ask(tale, "mal")
    for person in (factories.outsider(), tale.officer, tale.staff("enhetschef")):
        with pytest.raises(NotYours):
            answer(tale, by=person)
        with pytest.raises(NotYours):
            completing.hand_in(tale.application, by=person)
    answer(tale, by=tale.staff("medsokande"))
    assert completing.hand_in(tale.application, by=tale.staff("medsokande")).number == 2


def test_nothing_asked_gives_nothing_to_answer(tale):
    for act in (
        lambda: completing.answer(tale.application, answers={}, by=tale.lead),
        lambda: completing.hand_in(tale.application, by=tale.lead),
    ):
        with pytest.raises(MovedOn, match="Formell kontroll"):
            act()


def test_handing_in_freezes_a_version_and_keeps_the_first(tale):
    first = tale.application.versions.get()
    ask(tale, "mal")
    save(tale, "mal", follow_up="Varje termin, med barnen.")
    answer(tale)
    with clock.at(moment(date(2026, 12, 1))):
        second = completing.hand_in(tale.application, by=tale.lead)
    rows = {row["label"]: row["value"] for section in second.data["sections"] for row in section["rows"]}
    assert rows["Uppföljning"] == "Varje termin, med barnen."
    assert second.data["completions"][0]["items"] == [
        {"section": "mal", "field": "", "text": "Mer om mal", "answer": "Det står där nu."}
    ]
    assert (second.number, second.received_at, second.submitted_by) == (2, moment(date(2026, 12, 1)), tale.lead)
    assert tale.application.versions.get(number=1).sha256 == first.sha256 != second.sha256
    receipts = Document.objects.filter(case=tale.the_case).values_list("title", flat=True)
    assert list(receipts) == ["Kvittens på ansökan", "Kvittens på komplettering, version 2"]


def test_handing_in_meets_the_obligation_and_tells_both_sides(tale):
    asked = ask(tale, "mal")
    answer(tale)
    completing.hand_in(tale.application, by=tale.staff("medsokande"))
    asked.refresh_from_db()
    assert (asked.answered_at, asked.answered_by, asked.is_late) == (factories.NOW, tale.staff("medsokande"), False)
    owed = Obligation.objects.get(case=tale.the_case, kind="completion")
    assert owed.fulfilled_at == factories.NOW
    assert not owed.reminders.filter(cancelled_at=None).exists()
    told = dict.fromkeys(("completion_received", "completion_to_read"))
    for kind in told:
        rows = Notice.objects.filter(case=tale.the_case, kind=kind)
        told[kind] = sorted(rows.values_list("recipient__email", flat=True))
    assert told == {
        "completion_received": ["medsokande@example.se", "sokande@example.se"],
        "completion_to_read": ["handlaggare@example.se"],
    }


@pytest.mark.parametrize(
    ("handed_in", "is_late"),
    [(moment(date(2026, 12, 7), 23, 59), False), (moment(date(2026, 12, 8), 0, 1), True)],
)
def test_a_late_answer_is_received_and_marked(tale, handed_in, is_late):
    asked = ask(tale, "mal")
    answer(tale)
    with clock.at(handed_in):
        assert completing.hand_in(tale.application, by=tale.lead).number == 2
    asked.refresh_from_db()
    assert asked.is_late is is_late
    assert tale.application.state == "formal_check"


def test_it_goes_back_to_where_it_was_asked(tale):
    ask(tale, "mal")
    answer(tale)
    completing.hand_in(tale.application, by=tale.lead)
    tale.prepare()
    ask(tale, "parter")
    answer(tale)
    completing.hand_in(tale.application, by=tale.lead)
    assert moves(tale.the_case, "application")[2:] == [
        "formal_check",
        "completion",
        "formal_check",
        "preparation",
        "completion",
        "preparation",
    ]
    assert Obligation.objects.filter(case=tale.the_case, kind="completion").count() == 2
    assert tale.application.latest_version().number == 3


def test_the_proposal_waits_while_something_is_asked_for():
    """The officer hands the proposal over and then asks for more: the head cannot approve it meanwhile."""
    tale = factories.prepared_tale()
    tale.assess(factories.others.SCORES, factories.others.CHILD, factories.others.SUMMARY)
    tale.propose(kind="rejection", reasons="Räcker inte.", conditions="")
    ask(tale, "mal")
    with pytest.raises(NotReady, match="Förslaget lämnas när ärendet bereds"):
        tale.approve_proposal()
    assert tale.the_case.memo.state == "submitted"
    answer(tale)
    completing.hand_in(tale.application, by=tale.lead)
    proposing.approve(tale.the_case.memo, by=tale.staff("enhetschef"))
    assert (tale.the_case.memo.state, tale.application.state) == ("approved", "proposed")
