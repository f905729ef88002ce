"""The applicant's side done twice at the same moment: done once; the second gets the first's result or is told."""

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client

from applications.enums import ApplicationState, DocumentKind
from applications.lifecycle.engine import MovedOn, StaleVersion
from applications.models import (
    Application,
    ApplicationVersion,
    Case,
    DecisionRequest,
    DnrCounter,
    Document,
    Idea,
    Notice,
    Obligation,
    TransitionLog,
)
from applications.selectors import people
from applications.services import accepting, completing, decision_requests, drafting, ideas, submitting
from portal import clock
from tests import factories
from tests.hard.parallel import faults, kinds, together

pytestmark = [pytest.mark.hard, pytest.mark.django_db(transaction=True)]
TIMES = 6


@pytest.fixture(autouse=True)
def now():
    with clock.at(factories.NOW):
        yield


def test_submitting_at_once_gives_one_of_everything():
    application = factories.filled_application()
    by = factories.applicant("firmatecknare")
    outcomes = together([partial(submitting.submit, application, by=by)] * TIMES)
    assert not faults(outcomes)
    version = ApplicationVersion.objects.get()
    assert {outcome.pk for outcome in outcomes} == {version.pk}
    case = Case.objects.get()
    assert case.dnr == "26RS00001"
    assert DnrCounter.objects.get().last == 1
    assert Document.objects.get().kind == DocumentKind.RECEIPT
    expected = people.once([by], people.writers(case))
    told = list(Notice.objects.filter(kind="received").values_list("recipient", flat=True))
    assert sorted(told) == sorted(person.pk for person in expected)
    assert list(TransitionLog.objects.values_list("move", flat=True)) == ["submit", "register"]


def test_two_windows_that_press_send_at_once_come_to_one_receipt():
    application = factories.filled_application()
    address = f"/ansokningar/{application.pk}/skicka-in/"
    windows = [Client() for _ in range(TIMES)]
    for window in windows:
        window.force_login(factories.applicant("firmatecknare"))
    answers = together(partial(window.post, address) for window in windows)
    assert not faults(answers)
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, f"/ansokningar/{application.pk}/kvitto/")
    }
    assert ApplicationVersion.objects.count() == Document.objects.count() == 1
    assert Case.objects.get().dnr == "26RS00001"
    assert Notice.objects.filter(kind="received", recipient=factories.applicant()).count() == 1


def test_what_is_saved_while_it_is_submitted_is_in_the_version_or_refused():
    application = factories.filled_application()
    lead, signatory = factories.applicant(), factories.applicant("firmatecknare")
    save = partial(
        drafting.save_section,
        application,
        section="projekt",
        values={"summary": "Skrivet i sista stund."},
        unparsed={},
        version=None,
        by=lead,
    )
    version, saved = together([partial(submitting.submit, application, by=signatory), save])
    assert isinstance(version, ApplicationVersion)
    rows = next(section["rows"] for section in version.data["sections"] if section["key"] == "projekt")
    summary = next(row["value"] for row in rows if row["label"] == "Sammanfattning")
    assert (summary == "Skrivet i sista stund.") is not isinstance(saved, MovedOn)
    assert Application.objects.get().summary == summary


def test_a_draft_is_submitted_or_deleted_never_both():
    application = factories.filled_application()
    lead, signatory = factories.applicant(), factories.applicant("firmatecknare")
    outcomes = together(
        [partial(submitting.submit, application, by=signatory), partial(drafting.delete_draft, application, by=lead)]
    )
    assert kinds(outcomes) == [MovedOn]
    if isinstance(outcomes[0], ApplicationVersion):
        assert Application.objects.get().state == ApplicationState.REGISTERED
        assert ApplicationVersion.objects.count() == 1
    else:
        assert not Case.objects.exists()
        assert not Document.objects.exists()
        assert not DnrCounter.objects.exists()


def test_starting_twice_gives_one_draft():
    in_call, by = factories.call(), factories.applicant()
    start = partial(drafting.start, in_call, organisation=factories.world().region, by=by)
    outcomes = together([start] * TIMES)
    assert not faults(outcomes)
    assert {outcome.pk for outcome in outcomes} == {Application.objects.get().pk}
    assert Case.objects.count() == 1


def test_two_who_save_the_same_version_never_overwrite_each_other():
    application = factories.draft_application()
    save = partial(drafting.save_section, application, section="projekt", unparsed={}, version=application.version)
    outcomes = together(
        [
            partial(save, values={"summary": "Den enas."}, by=factories.applicant()),
            partial(save, values={"summary": "Den andras."}, by=factories.applicant("medsokande")),
        ]
    )
    assert kinds(outcomes) == [StaleVersion]
    first = "Den andras." if isinstance(outcomes[0], StaleVersion) else "Den enas."
    kept = Application.objects.get()
    assert (kept.summary, kept.version) == (first, application.version + 1)


def test_an_idea_is_shared_once():
    idea = factories.draft_idea()
    outcomes = together([partial(ideas.share, idea, by=factories.applicant())] * TIMES)
    assert kinds(outcomes) == [MovedOn] * (TIMES - 1)
    assert DnrCounter.objects.get().last == 1
    assert list(TransitionLog.objects.values_list("move", flat=True)) == ["share"]


def test_an_idea_is_shared_or_deleted_never_both():
    idea, by = factories.draft_idea(), factories.applicant()
    outcomes = together([partial(ideas.share, idea, by=by), partial(ideas.delete_draft, idea, by=by)])
    assert kinds(outcomes) == [MovedOn]
    assert Idea.objects.filter(state="shared").exists() is isinstance(outcomes[0], Idea)
    assert Case.objects.exists() is isinstance(outcomes[0], Idea)


def test_a_completion_handed_in_twice_is_one_version():
    tale = factories.assigned_tale()
    tale.ask_completion("mal", "Skriv hur ni mäter", "Vi behöver veta.", clock.today() + timedelta(days=14))
    application, by = tale.application, factories.applicant()
    asked = tale.the_case.completions.get()
    completing.answer(application, answers={item.pk: "Med enkät." for item in asked.items.all()}, by=by)
    outcomes = together([partial(completing.hand_in, application, by=by)] * 3)
    assert set(kinds(outcomes)) <= {MovedOn}
    assert ApplicationVersion.objects.count() == 2
    assert Document.objects.filter(kind=DocumentKind.RECEIPT).count() == 2
    assert Notice.objects.filter(kind="completion_to_read").count() == 1


def test_a_decision_is_asked_for_once():
    tale = factories.assigned_tale()
    with clock.at(factories.NOW + timedelta(days=190)):
        calls = [partial(decision_requests.ask, tale.application, by=factories.applicant())] * TIMES
        outcomes = together(calls)
    assert not faults(outcomes)
    assert {outcome.pk for outcome in outcomes} == {DecisionRequest.objects.get().pk}
    told = Notice.objects.filter(kind="decision_asked").values_list("recipient", flat=True)
    assert sorted(told) == sorted(person.pk for person in people.writers(tale.the_case))


def test_accepting_twice_plans_the_project_once():
    tale = factories.granted_tale()
    project, by = tale.project, factories.applicant("firmatecknare")
    outcomes = together([partial(accepting.accept, project, bankgiro="5050-1055", by=by)] * 3)
    assert kinds(outcomes) == [MovedOn] * 2
    owed = Obligation.objects.exclude(kind="acceptance")
    assert sorted(owed.values_list("kind", "number")) == [
        ("claim", 1),
        ("final_claim", 2),
        ("final_report", 2),
        ("report", 1),
    ]
