"""The one door: who sees a case and each thing in it, a draft above all (domain.md §0.2.3, §5, §10.12)."""

from datetime import date, timedelta

import pytest

from applications import jobs
from applications.models import (
    Application,
    Case,
    Claim,
    Decision,
    Document,
    Idea,
    Notice,
    Project,
    Report,
    TransitionLog,
)
from applications.services import claiming, handling, ideas, reporting
from portal import clock
from portal.accounts.enums import MembershipRole
from portal.accounts.models import Membership, SigningMandate, StaffRole, User
from portal.demo.accounts import ACCOUNTS
from portal.demo.world import moment
from tests import factories

APPLICANTS = ["sokande", "medsokande", "ekonom.sokande", "firmatecknare"]
DESK = ["handlaggare", "medhandlaggare", "enhetschef", "ekonom", "attestant", "namndsekreterare"]
DESK += ["registrator", "arkivarie"]
NOT_HERE = ["ordforande", "ledamot", "admin", "utomstaende", "annan.handlaggare"]
ROWS = [Application, Decision, Project, Document, Notice]


@pytest.fixture(scope="module")
def tale(stage):
    """A project under way, in which the first report and claim are begun and not handed in."""
    factories.outsider()
    factories.other_officer()
    tale = factories.accepted_tale()
    with clock.at(moment(date(2027, 12, 17), 8, 5)):
        jobs.run_morning()
        reporting.save(tale.report(1), values={"summary": "Hemligt så länge."}, version=None, by=tale.lead)
        claiming.save(tale.claim(1), amounts={}, values={}, version=None, by=tale.lead)
    return tale


@pytest.fixture(scope="module")
def draft_idea(stage):
    return factories.draft_idea()


@pytest.fixture(scope="module")
def draft_application(stage):
    return factories.draft_application()


@pytest.fixture(scope="module")
def converted(stage):
    """A shared idea whose application is still a draft: the case has come in, the application has not."""
    factories.world()
    tale = factories.story()
    tale.begin_idea(tale.world.growth, "Sagor på BVC", "Ett problem.", ("", "", ""))
    ideas.share(tale.idea, by=tale.lead)
    tale.convert(factories.call())
    return tale


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.se")


def sees(who: str | User, kind, case: Case) -> bool:
    """Is the case, or any row of a kind in it, there for a person; by name, with the roles of now."""
    rows = kind.objects.visible_to(person(who) if isinstance(who, str) else who)
    return rows.filter(pk=case.pk).exists() if kind is Case else rows.filter(case=case).exists()


def test_everybody_of_the_demo_is_asked_here():
    named = {account.email.split("@")[0] for account in ACCOUNTS}
    assert named == {*APPLICANTS, *DESK, *NOT_HERE} - {"utomstaende", "annan.handlaggare"}


@pytest.mark.parametrize("name", APPLICANTS)
def test_the_applicants_side_sees_its_own_case_whole(tale, draft_idea, draft_application, name):
    assert all(sees(name, kind, tale.the_case) for kind in [Case, Report, Claim, TransitionLog, *ROWS])
    assert sees(name, Idea, draft_idea.case)
    assert sees(name, Case, draft_idea.case)
    assert sees(name, Application, draft_application.case)


@pytest.mark.parametrize("name", DESK)
def test_the_desk_sees_what_has_come_in_and_no_draft(tale, draft_idea, draft_application, name):
    assert all(sees(name, kind, tale.the_case) for kind in [Case, TransitionLog, *ROWS])
    assert not any(sees(name, kind, tale.the_case) for kind in (Report, Claim))
    assert not any(sees(name, kind, draft_idea.case) for kind in (Case, Idea, Notice, TransitionLog))
    assert not any(sees(name, kind, draft_application.case) for kind in (Case, Application))


@pytest.mark.parametrize("name", NOT_HERE)
def test_members_the_administrator_and_strangers_see_nothing_through_this_door(
    tale, draft_idea, draft_application, converted, name
):
    user = person(name)
    for case in (tale.the_case, draft_idea.case, draft_application.case, converted.the_case):
        assert not any(sees(user, kind, case) for kind in [Case, Idea, Report, Claim, TransitionLog, *ROWS])


@pytest.mark.parametrize("name", DESK)
def test_a_draft_in_a_shared_case_stays_with_the_applicant(converted, name):
    case = converted.the_case
    assert sees(name, Case, case)
    assert sees(name, Idea, case)
    assert not sees(name, Application, case)


@pytest.mark.parametrize("name", DESK)
def test_the_log_of_a_draft_is_private(tale, name):
    of_drafts = TransitionLog.objects.filter(machine__in=("report", "claim"))
    assert set(of_drafts.values_list("private", flat=True)) == {True}
    assert not of_drafts.visible_to(person(name)).exists()
    assert of_drafts.visible_to(person("medsokande")).count() == of_drafts.count()


def test_what_is_handed_in_is_seen_at_the_desk_and_the_rest_is_not(tale):
    with clock.at(moment(date(2028, 1, 10))):
        tale.hand_in_report(
            1, {"activities": "Arbete.", "goals": "Nära.", "lessons": "Mycket.", "signs_of_change": "Fler läser."}
        )
        assert [report.number for report in Report.objects.visible_to(tale.officer)] == [1]
        assert not Claim.objects.visible_to(tale.officer).exists()


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True)])
def test_a_membership_is_a_door_through_its_last_day(tale, draft_idea, days, holds):
    for model in (Membership, SigningMandate):
        model.objects.update(valid_to=clock.today() + timedelta(days=days))
    for name in APPLICANTS:
        assert [sees(name, kind, tale.the_case) for kind in [Case, Report, *ROWS]] == [holds] * 7
        assert sees(name, Idea, draft_idea.case) is holds


def test_a_role_that_has_run_out_is_no_door(tale):
    StaffRole.objects.update(valid_to=clock.today() - timedelta(days=1))
    assert not any(sees(name, kind, tale.the_case) for name in DESK for kind in [Case, TransitionLog, *ROWS])


@pytest.mark.parametrize("name", ["medhandlaggare", "enhetschef", "ekonom", "attestant", "registrator"])
def test_jav_closes_the_door_to_everything_in_the_case(tale, converted, name):
    tale.the_case.conflicts.filter(user=person(name)).delete()  # who has said no may have to say yes later
    handling.declare_conflict(tale.the_case, is_conflicted=True, ground="party", by=person(name))
    assert not any(sees(name, kind, tale.the_case) for kind in [Case, TransitionLog, *ROWS])
    assert sees(name, Case, converted.the_case)
    assert sees("arkivarie", Case, tale.the_case)


def test_an_answer_of_no_opens_and_closes_nothing(tale):
    tale.not_conflicted("registrator")
    assert sees("registrator", Case, tale.the_case)


def test_who_is_on_both_sides_sees_the_applicants_side(draft_idea):
    assert not sees("arkivarie", Idea, draft_idea.case)
    Membership.objects.create(
        user=person("arkivarie"), organisation=draft_idea.case.organisation, role=MembershipRole.READER
    )
    assert sees("arkivarie", Idea, draft_idea.case)


def test_the_desk_sees_the_cases_of_its_own_boards(tale):
    boards = StaffRole.objects.filter(user=person("registrator"), board=tale.the_case.board)
    boards.delete()
    assert not sees("registrator", Case, tale.the_case)
    own = factories.submitted_tale(factories.call(early=True))
    assert sees("registrator", Case, own.the_case)
