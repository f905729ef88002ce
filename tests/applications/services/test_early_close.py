"""The road to ending a project early: who may, what is asked first, and that the applicant is heard (§9 case 30)."""

from dataclasses import replace
from datetime import date

import pytest

from applications.enums import EarlyCloseState
from applications.lifecycle.engine import MovedOn, NotYours, StaleVersion
from applications.models import EarlyClose, Notice
from applications.services import early_close
from portal import clock
from portal.demo.stories import ending
from portal.demo.world import moment
from tests import factories
from tests.factories import endings
from tests.factories.refusals import faults, missing, moves


@pytest.fixture(scope="module")
def tale(stage):
    return endings.running_tale()


@pytest.fixture(autouse=True)
def thought(take):
    with clock.at(moment(endings.THOUGHT)):
        yield


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__email", flat=True))


def test_only_the_officer_writes_the_proposal(tale):
    for name in ("enhetschef", "namndsekreterare", "medhandlaggare", "firmatecknare"):
        with pytest.raises(NotYours):
            early_close.save(tale.project, values=endings.PLAN.values, version=0, by=tale.staff(name))
    ending.write(tale, endings.PLAN)
    closing = ending.closing_of(tale)
    assert (closing.state, closing.reason, closing.last_day) == ("draft", "not_delivered", endings.LAST_DAY)
    with pytest.raises(StaleVersion):
        early_close.save(tale.project, values={"grounds": "Nytt"}, version=closing.version + 1, by=tale.officer)
    with pytest.raises(StaleVersion):  # another had begun one since the empty page was read
        early_close.save(tale.project, values={"grounds": "Nytt"}, version=0, by=tale.officer)


def test_a_project_that_does_not_run_cannot_end_early(tale):
    waiting = factories.accepted_tale(factories.call(), title="Inte börjat").project
    with pytest.raises(MovedOn, match="Accepterad"):
        early_close.save(waiting, values={}, version=0, by=tale.officer)
    with pytest.raises(MovedOn, match="Accepterad"):
        early_close.ask(waiting, text="Vi hinner inte.", by=tale.lead)


def test_the_last_day_lies_in_the_project_and_after_what_has_been_handed_in(tale):
    def save(**days):
        return early_close.save(tale.project, values=days, version=None, by=tale.officer)

    assert faults(lambda: save(last_day=date(2029, 1, 1))) == {
        "last_day": ["Projektet slutar ändå 31 december 2028. Välj en tidigare dag."]
    }
    assert faults(lambda: save(last_day=date(2026, 12, 31))) == {
        "last_day": ["Sista dagen kan tidigast vara 1 januari 2027. Perioderna dessförinnan är redan redovisade."]
    }
    assert faults(lambda: save(last_day=endings.LAST_DAY, final_due_on=date(2027, 11, 5))) == {
        "final_due_on": ["Ge dem minst två veckor. Första möjliga dag är 14 november 2027."]
    }
    assert save(last_day=endings.LAST_DAY, final_due_on=date(2027, 12, 24)).final_due_on == date(2027, 12, 27)


def test_nothing_is_proposed_before_the_applicant_has_been_warned_and_has_had_time(tale):
    ending.write(tale, endings.PLAN)
    closing = ending.closing_of(tale)
    assert missing(lambda: early_close.submit(closing, by=tale.officer)) == [
        "Förvarna sökanden först. De ska få svara innan vi föreslår något."
    ]
    told_why = faults(lambda: early_close.warn(closing, comment_due=date(2027, 9, 10), by=tale.officer))
    assert told_why == {"comment_due": ["Ge minst två veckor. Första möjliga dag är 15 september 2027."]}
    ending.warn(tale, endings.ANSWER_BY)
    assert told("early_close_warned") == [
        "ekonom.sokande@example.se",
        "firmatecknare@example.se",
        "sokande@example.se",
    ]
    assert missing(lambda: early_close.submit(closing, by=tale.officer)) == [
        "Sökanden har till och med måndag 20 september 2027 på sig att svara."
    ]
    with clock.at(moment(date(2027, 9, 20), 23)):
        assert missing(lambda: early_close.submit(closing, by=tale.officer))
    with clock.at(moment(date(2027, 9, 21), 8)):
        early_close.submit(closing, by=tale.officer)
    assert moves(tale.the_case, "early_close") == ["warned", "submitted"]


def test_an_answer_is_enough_and_may_be_changed_while_there_is_time(tale):
    ending.write(tale, endings.PLAN)
    ending.warn(tale, endings.ANSWER_BY)
    closing = ending.closing_of(tale)
    for name in ("medsokande", "ekonom.sokande", "handlaggare", "utomstaende"):
        person = factories.outsider() if name == "utomstaende" else tale.staff(name)
        with pytest.raises(NotYours):
            early_close.comment(closing, text="Nej", by=person)
    assert faults(lambda: early_close.comment(closing, text="  ", by=tale.lead)) == {"text": ["Skriv ert svar."]}
    ending.answer(tale, "Vi har börjat nu.")
    ending.answer(tale, "Vi har börjat nu, i båda skolorna.")
    assert ending.closing_of(tale).comment == "Vi har börjat nu, i båda skolorna."
    assert early_close.submit(closing, by=tale.officer).state == "submitted"


def test_the_warning_stands_as_it_was_sent_though_the_grounds_are_written_anew(tale):
    ending.write(tale, endings.PLAN)
    ending.warn(tale, endings.ANSWER_BY)
    ending.answer(tale, "Vi har anställt en till.")
    ending.write(tale, replace(endings.PLAN, grounds="Svaret ändrar inte bilden."))
    closing = ending.closing_of(tale)
    assert (closing.warning, closing.grounds) == (endings.PLAN.grounds, "Svaret ändrar inte bilden.")
    assert told("early_close_answered") == ["handlaggare@example.se"]
    early_close.submit(closing, by=tale.officer)
    with pytest.raises(MovedOn):
        early_close.comment(closing, text="En sak till.", by=tale.lead)
    with pytest.raises(MovedOn):
        ending.write(tale, endings.PLAN)


def test_another_than_the_one_who_proposed_approves(tale):
    ending.write(tale, endings.PLAN)
    ending.warn(tale, endings.ANSWER_BY)
    ending.answer(tale, "Vi förstår.")
    closing = early_close.submit(ending.closing_of(tale), by=tale.officer)
    with pytest.raises(NotYours):
        early_close.approve(closing, by=tale.officer)
    early_close.send_back(closing, reason="Skriv om skälen.", by=tale.staff("enhetschef"))
    closing.refresh_from_db()
    assert closing.state == EarlyCloseState.DRAFT
    early_close.submit(closing, by=tale.officer)  # heard already: no second warning
    tale.not_conflicted("enhetschef")
    assert early_close.approve(closing, by=tale.staff("enhetschef")).approved_by == tale.staff("enhetschef")


def test_the_applicant_asks_and_needs_no_warning(tale):
    for name in ("medsokande", "ekonom.sokande", "handlaggare"):
        with pytest.raises(NotYours):
            early_close.ask(tale.project, text="Vi vill sluta.", by=tale.staff(name))
    assert list(faults(lambda: early_close.ask(tale.project, text=" ", by=tale.lead))) == ["text"]
    ending.ask(tale, "Vår part har lämnat oss. Vi slutar sista oktober.")
    closing = ending.closing_of(tale)
    assert (closing.reason, closing.is_requested, closing.state) == ("own_request", True, "draft")
    assert told("early_close_asked") == ["handlaggare@example.se"]
    with pytest.raises(MovedOn):
        ending.ask(tale, "En gång till.")
    assert missing(lambda: early_close.submit(closing, by=tale.officer))[0] == "Skriv skälen för att avsluta projektet."
    ending.write(tale, replace(endings.PLAN, reason="own_request"))
    assert early_close.submit(closing, by=tale.officer).state == "submitted"


def test_asking_for_what_the_officer_has_begun_joins_it(tale):
    ending.write(tale, endings.PLAN)
    ending.ask(tale, "Vi vill också sluta.")
    closing = EarlyClose.objects.get(project=tale.project)
    assert (closing.reason, closing.request, closing.grounds) == (
        "not_delivered",
        "Vi vill också sluta.",
        endings.PLAN.grounds,
    )


def test_a_dropped_proposal_is_told_and_another_can_begin(tale):
    ending.write(tale, endings.PLAN)
    early_close.drop(ending.closing_of(tale), reason="Det löste sig.", by=tale.officer)
    assert not told("early_close_dropped")  # nobody knew of it
    ending.write(tale, endings.PLAN)
    ending.warn(tale, endings.ANSWER_BY)
    early_close.drop(ending.closing_of(tale), reason="Det löste sig.", by=tale.officer)
    assert "sokande@example.se" in told("early_close_dropped")
    assert early_close.open_closing(tale.project) is None
    ending.write(tale, endings.PLAN)
    assert EarlyClose.objects.filter(project=tale.project).count() == 3
