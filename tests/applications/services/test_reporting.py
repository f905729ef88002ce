"""Reports: opened by the system, written by several, handed in in turn from the period's last day, answered."""

from datetime import date

import pytest

from applications import jobs
from applications.lifecycle.engine import MovedOn, NotYours, StaleVersion
from applications.models import Case, Notice, Report
from applications.services import reporting
from portal import clock
from portal.demo.world import moment
from tests import factories
from tests.factories.refusals import missing, moves

FILLED = {
    "summary": "Läxhjälpen är i gång.",
    "activities": "Öppet två kvällar i veckan.",
    "goals": "Halvvägs.",
    "lessons": "Frukt hjälper.",
    "signs_of_change": "Fler läser.",
}
FINAL = FILLED | {
    "recommendation": "implement",
    "long_term_follow_up": "Kommunen, efter ett år.",
    "recommendation_note": "Biblioteket tar över från 2029.",
}
OPENS, LAST_DAY = date(2027, 12, 17), date(2027, 12, 31)


@pytest.fixture(scope="module")
def tale(stage):
    """Two periods, 2027 and 2028; the first report and claim have just been opened."""
    tale = factories.accepted_tale()
    for day in (date(2027, 1, 4), OPENS):
        with clock.at(moment(day, 8, 5)):
            jobs.run_morning()
    return tale


@pytest.fixture(autouse=True)
def on_the_last_day(take):
    """Each test begins on the first period's last day."""
    with clock.at(moment(LAST_DAY)):
        yield


def save(tale, values=FILLED, number=1, by=None, version=None):
    return reporting.save(tale.report(number), values=values, version=version, by=by or tale.lead)


def submit(tale, number=1, by=None):
    return reporting.submit(tale.report(number), by=by or tale.lead)


def test_the_system_opens_a_report_fourteen_days_before_its_period_ends(tale):
    assert (tale.report(1).state, tale.report(2).state) == ("open", "planned")
    opened = tale.the_case.log.get(machine="report", move="open")
    assert (opened.actor_kind, opened.at, opened.private) == ("system", moment(OPENS, 8, 5), True)
    with clock.at(moment(date(2028, 12, 16))):
        assert missing(lambda: reporting.open_report(tale.report(2))) == ["Den öppnar 17 december 2028."]
    with clock.at(moment(date(2028, 12, 17))):
        assert reporting.open_report(tale.report(2)).state == "open"


def test_a_planned_report_is_not_written_in(tale):
    with pytest.raises(MovedOn, match="Planerad"):
        save(tale, number=2)


def test_the_first_save_begins_the_draft(tale):
    save(tale, {"summary": "Vi har börjat."})
    report = tale.report(1)
    assert (report.state, report.summary, report.saved_at) == ("draft", "Vi har börjat.", clock.now())
    save(tale, {"lessons": "Frukt.", "signs_of_change": "Fler läser."})
    assert (tale.report(1).summary, tale.report(1).lessons) == ("Vi har börjat.", "Frukt.")
    assert moves(tale.the_case, "report") == ["open", "draft"]


def test_a_draft_is_the_applicants_alone(tale):
    save(tale)
    assert not Report.objects.visible_to(tale.officer).exists()
    assert Report.objects.visible_to(tale.staff("medsokande")).count() == 2
    assert not tale.the_case.log.all().visible_to(tale.officer).filter(machine="report").exists()
    submit(tale)
    assert [report.number for report in Report.objects.visible_to(tale.officer)] == [1]


def test_who_writes_and_who_hands_in(tale):
    for person in (factories.outsider(), tale.officer, tale.staff("enhetschef")):
        with pytest.raises(NotYours):
            save(tale, by=person)
    save(tale, by=tale.staff("medsokande"))
    for person in (tale.staff("medsokande"), tale.staff("ekonom.sokande"), factories.outsider(), tale.officer):
        with pytest.raises(NotYours):
            submit(tale, by=person)
    assert submit(tale, by=tale.signatory).state == "submitted"


def test_a_save_at_an_old_version_is_refused(tale):
    read_at = tale.report(1).version
    save(tale, {"summary": "Först"}, version=read_at, by=tale.staff("medsokande"))
    with pytest.raises(StaleVersion):
        save(tale, {"summary": "Sedan"}, version=read_at)
    assert tale.report(1).summary == "Först"


def test_it_is_handed_in_from_the_last_day_of_its_period(tale):
    save(tale)
    with clock.at(moment(date(2027, 12, 30), 23)):
        assert missing(lambda: submit(tale)) == [
            "Den kan lämnas från och med fredag 31 december 2027, när perioden är slut."
        ]
    with clock.at(moment(LAST_DAY, 0, 1)):
        assert submit(tale).shared_at == moment(LAST_DAY, 0, 1)


def test_everything_that_is_needed_is_written(tale):
    save(tale, FILLED | {"summary": " ", "lessons": "", "signs_of_change": ""})
    assert missing(lambda: submit(tale)) == [
        "Sammanfatta perioden.",
        "Beskriv vad ni har lärt er.",
        "Beskriv vilka tecken på förändring ni ser, eller att inga syns än.",
    ]
    save(tale)
    submit(tale)
    report = tale.report(1)
    assert (report.state, report.obligation.fulfilled_at) == ("submitted", clock.now())
    assert not report.obligation.reminders.filter(cancelled_at=None, sent_at=None).exists()
    told = Notice.objects.get(case=tale.the_case, kind="report_submitted")
    assert told.recipient == tale.officer


def test_an_earlier_report_comes_first_and_the_final_one_ends_in_a_recommendation(tale):
    save(tale)
    with clock.at(moment(date(2029, 1, 10), 8, 5)):
        jobs.run_morning()
        save(tale, FILLED, 2)
        assert missing(lambda: submit(tale, 2)) == [
            "Rapporten för 1 januari 2027 – 31 december 2027 saknas. Lämna den först.",
            "Skriv vem som följer upp projektet på lång sikt, och när.",
            "Välj vad ni rekommenderar efter projektet.",
            "Skriv vem som tar vid, när och med vilka pengar.",
        ]
        submit(tale, 1)
        save(tale, FINAL, 2)
        assert (submit(tale, 2).state, tale.report(2).is_final) == ("submitted", True)


def test_a_returned_report_is_mended_and_handed_in_again(tale):
    save(tale)
    submit(tale)
    first = tale.report(1).shared_at
    for person in (tale.staff("medhandlaggare"), tale.staff("enhetschef"), tale.lead):
        with pytest.raises(NotYours):
            reporting.send_back(tale.report(1), note="Mer, tack.", by=person)
    reporting.send_back(tale.report(1), note="Skriv hur många barn ni har mött.", by=tale.officer)
    report = tale.report(1)
    assert (report.state, report.review_note) == ("completion", "Skriv hur många barn ni har mött.")
    assert Notice.objects.filter(case=tale.the_case, kind="report_returned").count() == 4
    with clock.at(moment(date(2028, 1, 10))):
        save(tale, {"goals": "40 barn."})
        submit(tale)
    assert (tale.report(1).shared_at, tale.report(1).goals) == (first, "40 barn.")
    assert moves(tale.the_case, "report")[-3:] == ["submitted", "completion", "submitted"]
    assert Notice.objects.filter(case=tale.the_case, kind="report_submitted").count() == 2


def test_a_report_that_is_in_is_not_written_in(tale):
    save(tale)
    submit(tale)
    for state in ("Inlämnad", "Godkänd"):
        with pytest.raises(MovedOn, match=state):
            save(tale, {"summary": "Ändrad"})
        if state == "Inlämnad":
            tale.approve_report(1)
    with pytest.raises(MovedOn, match="Godkänd"):
        submit(tale)


def test_the_officer_approves_and_the_applicant_is_told(tale):
    save(tale)
    with pytest.raises(NotYours):  # a draft is not there for the desk
        tale.approve_report(1)
    submit(tale)
    for person in (tale.staff("ekonom"), tale.staff("medhandlaggare"), tale.signatory):
        with pytest.raises(NotYours):
            reporting.approve(tale.report(1), by=person)
    tale.approve_report(1, "Tack, tydligt.")
    assert (tale.report(1).state, tale.report(1).review_note) == ("approved", "Tack, tydligt.")
    told = Notice.objects.filter(case=tale.the_case, kind="report_approved").values_list("recipient__email", flat=True)
    assert sorted(told) == ["ekonom.sokande@example.se", "sokande@example.se"]


def test_an_officer_who_takes_over_answers_the_question_of_jav_first(tale):
    save(tale)
    submit(tale)
    other = tale.staff("medhandlaggare")
    Case.objects.filter(pk=tale.the_case.pk).update(officer=other)
    assert missing(lambda: reporting.approve(tale.report(1), by=other)) == ["Svara först på om du är jävig i ärendet."]
    tale.not_conflicted("medhandlaggare")
    assert reporting.approve(tale.report(1), by=other).state == "approved"
