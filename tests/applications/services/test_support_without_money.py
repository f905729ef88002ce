"""Kinds of support without money: from the form to the end, and no kronor anywhere (N-03)."""

from datetime import timedelta

import pytest

from applications.lifecycle import engine
from applications.models import Notice
from applications.services import accepting, drafting, handling, reporting, running
from portal import clock
from portal.dates import next_working_day
from portal.demo.world import moment
from tests import factories
from tests.factories import parts
from tests.factories.refusals import missing


@pytest.fixture(scope="module")
def tale(stage):
    """Granted seats in a network, and nothing else; waits for the acceptance."""
    return parts.granted_parts_tale(parts.NETWORK)


def test_whoever_asks_for_no_money_needs_neither_account_nor_budget(stage):
    draft = parts.asking_tale(parts.NETWORK, title="Utan pengar")
    assert draft.application.account_no == ""
    left = engine.missing_for(draft.application, "submit", by=draft.signatory)
    assert [one.place for one in left] == ["skriv-under"]


def test_whoever_asks_for_money_needs_both(stage):
    draft = parts.asking_tale(parts.NETWORK, title="Med pengar")
    drafting.save_project(draft.application, values={}, requests=parts.ALL, unparsed={}, version=None, by=draft.lead)
    told = missing(lambda: draft.submit())
    assert "Skriv numret på kontot som vi ska betala till." in told
    assert "Skriv hur mycket ni söker av oss." in told


def test_at_least_one_kind_is_chosen_and_counted_kinds_have_a_number(stage):
    draft = parts.asking_tale(parts.NETWORK, title="Val")
    for requests, sentence in (
        ({}, "Välj minst ett stöd som ni söker."),
        ({"natverk": None}, "Skriv antal personer för Nationella nätverksträffar."),
    ):
        drafting.save_project(draft.application, values={}, requests=requests, unparsed={}, version=None, by=draft.lead)
        assert sentence in missing(lambda: draft.submit())


def test_kinds_that_the_call_does_not_have_are_left_out(stage):
    draft = parts.asking_tale({**parts.NETWORK, "hittepa": (1, None)}, title="Okänt")
    assert [row.key for row in draft.application.component_requests.all()] == ["natverk"]


def test_what_is_asked_for_is_frozen_with_the_version(tale):
    data = tale.application.latest_version().data
    assert data["supports"] == [
        {"key": "natverk", "label": "Nationella nätverksträffar", "how_much": "6–8\u00a0personer"}
    ]
    assert data["asks_for_money"] is False
    assert data["budget"]["printed"]["years"] == []


def test_the_decision_has_no_money_and_the_project_no_claims(tale):
    decision = tale.decision
    assert (decision.kind, decision.gives_money, decision.share, decision.cap) == ("approval", False, None, None)
    assert not decision.amounts.exists()
    accepting.accept(tale.project, bankgiro="", by=tale.signatory)
    assert (tale.project.state, tale.project.bankgiro) == ("accepted", "")
    assert tale.project.claims.count() == 0
    assert [report.is_final for report in tale.project.reports.all()] == [False, True]


def test_a_call_may_want_no_reports_without_money(stage):
    quiet = parts.granted_parts_tale(parts.NETWORK, parts.parts_call(reports_without_money=False))
    assert quiet.decision.frozen["reporting"] == []
    accepting.accept(quiet.project, bankgiro="", by=quiet.signatory)
    assert quiet.project.reports.count() == quiet.project.claims.count() == 0
    _run_to_the_end(quiet)


def test_it_can_be_finished_by_the_officer(tale):
    accepting.accept(tale.project, bankgiro="", by=tale.signatory)
    _run_to_the_end(tale)


def _run_to_the_end(tale):
    """Start, run, report and settle: nobody at the economy is needed."""
    project = tale.project
    with clock.at(moment(next_working_day(project.period_start))):
        running.start(tale.project, by=tale.officer)
        running.implement(tale.project, by=tale.officer)
    with clock.at(moment(project.period_end)):
        running.close(tale.project, by=tale.officer)
    with clock.at(moment(project.period_end + timedelta(days=40))):
        for report in tale.project.reports.order_by("number"):
            engine.perform(report, "open", by=engine.SYSTEM)
            tale.hand_in_report(report.number, report_words(report.is_final))
            reporting.approve(tale.report(report.number), note="", by=tale.officer)
        running.approve_final(tale.project, by=tale.officer)
        assert tale.officer.has_perm("applications.settle_project", tale.project)
        running.settle(tale.project, by=tale.officer)
        handling.close(tale.application, by=tale.officer)
    assert tale.application.state == "closed"
    mail = Notice.objects.filter(case=tale.the_case, kind="settled").first()
    assert mail is not None and mail.subject.startswith("Projektet är avslutat")
    assert "kr" not in mail.email.message.split("\n\n")[1]


def report_words(is_final):
    words = {
        "summary": "Träffar.",
        "activities": "Tre möten.",
        "goals": "Nådda.",
        "lessons": "Bra.",
        "signs_of_change": "Fler läser.",
    }
    return words | (
        {
            "recommendation": "spread",
            "long_term_follow_up": "Kommunen, efter ett år.",
            "recommendation_note": "Norrbus tar vid.",
        }
        if is_final
        else {}
    )


def test_with_money_an_economist_settles(stage):
    paid = factories.granted_tale(title="Med pengar 2")
    assert not paid.officer.has_perm("applications.settle_project", paid.project)
    assert paid.staff("ekonom").has_perm("applications.settle_project", paid.project)


def test_the_letter_and_the_story_name_no_sums(tale):
    letter = tale.decision.frozen
    assert letter["budget"] is None and letter["payment"] == []
    told = " ".join([letter["lead"], *letter["clauses"], *(value for _, value in letter["facts"])])
    assert not any(word in told for word in ("kronor", "\u00a0kr", "None", "procent"))
    assert letter["clauses"][0] == (
        "att till projektet Hälsosamma unga bevilja Region Örebro län (232100-0164) deltagande för "
        "6–8\u00a0personer i Nationella nätverksträffar, 2027–2028,"
    )
