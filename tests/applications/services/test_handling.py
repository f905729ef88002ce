"""The officer's first steps: assigned, jäv answered before anything else, preparation, and the end of the case."""

from datetime import date

import pytest

from applications.lifecycle.engine import MovedOn, NotYours
from applications.models import Application, Case, Decision, Document, Notice, Project
from applications.services import drafting, handling, ideas
from portal import clock
from portal.accounts.enums import MembershipRole, StaffRoleName
from portal.accounts.models import Membership, StaffRole
from portal.demo.world import moment
from reviews.services import checking
from tests import factories
from tests.factories.refusals import faults, missing, moves


@pytest.fixture(scope="module")
def tale(stage):
    """An application that has come in and has no officer."""
    return factories.submitted_tale()


def assign(tale, officer="handlaggare", by="enhetschef", co=None):
    return handling.assign(
        tale.application,
        officer=tale.staff(officer),
        by=tale.staff(by),
        co_officer=tale.staff(co) if co else None,
    )


# Assigning


def test_the_head_gives_the_case_to_an_officer_and_the_applicant_is_told(tale):
    for person in ("handlaggare", "registrator", "namndsekreterare", "admin", "sokande"):
        with pytest.raises(NotYours):
            assign(tale, by=person)
    assign(tale)
    held = tale.the_case.assignments.get()
    assert (tale.application.state, tale.the_case.officer) == ("formal_check", tale.officer)
    assert (held.role, held.user, held.assigned_by, held.ended_at) == (
        "officer",
        tale.officer,
        tale.staff("enhetschef"),
        None,
    )
    told = Notice.objects.get(case=tale.the_case, kind="officer_assigned")
    assert told.recipient == tale.lead


def test_another_officer_takes_over_without_a_move(tale):
    assign(tale)
    assign(tale, "medhandlaggare")
    assert moves(tale.the_case, "application")[2:] == ["formal_check"]
    assert tale.the_case.officer == tale.staff("medhandlaggare")
    ended, held = tale.the_case.assignments.order_by("ended_at")
    assert (ended.user, ended.ended_at) == (tale.officer, factories.NOW)
    assert (held.user, held.ended_at) == (tale.staff("medhandlaggare"), None)
    assert Notice.objects.filter(case=tale.the_case, kind="officer_assigned").count() == 2


def test_a_co_officer_is_another_person(tale):
    assert faults(lambda: assign(tale, co="handlaggare")) == {
        "co_officer": ["Medhandläggaren måste vara en annan än handläggaren."]
    }
    assign(tale, co="medhandlaggare")
    roles = tale.the_case.assignments.values_list("role", "user__email")
    assert set(roles) == {("officer", "handlaggare@example.se"), ("co_officer", "medhandlaggare@example.se")}


def test_only_an_officer_of_the_board_may_hold_the_case(tale):
    for field, given in (("officer", {"officer": "ekonom"}), ("co_officer", {"co": "registrator"})):
        told = faults(lambda given=given: assign(tale, **given))
        assert list(told) == [field]
        assert "är inte handläggare hos regionala tillväxtnämnden" in told[field][0]
    told = faults(
        lambda: handling.assign(tale.application, officer=factories.other_officer(), by=tale.staff("enhetschef"))
    )
    assert told == {"officer": ["Ylva Norr är inte handläggare hos regionala tillväxtnämnden."]}
    assert (tale.application.state, tale.the_case.officer) == ("registered", None)


def test_a_javig_person_may_not_hold_the_case(tale):
    handling.declare_conflict(tale.the_case, is_conflicted=True, ground="party", by=tale.staff("medhandlaggare"))
    told = {"officer": ["Peter Wiklund är jävig i ärendet. Välj någon annan."]}
    assert faults(lambda: assign(tale, "medhandlaggare")) == told
    assert faults(lambda: assign(tale, co="medhandlaggare"))["co_officer"] == told["officer"]
    assert assign(tale).state == "formal_check"


def test_who_works_for_the_applicant_may_not_hold_the_case(tale):
    join = Membership(user=tale.officer, organisation=tale.organisation, role=MembershipRole.READER)
    join.save()
    assert faults(lambda: assign(tale)) == {"officer": ["Elin Sandahl arbetar hos sökanden. Välj någon annan."]}
    join.delete()
    assert assign(tale).state == "formal_check"


def test_a_draft_in_a_shared_case_is_not_assigned():
    tale = factories.story()
    tale.begin_idea(tale.world.growth, "Idé", "Ett problem.", ("", "", ""))
    ideas.share(tale.idea, by=tale.lead)
    tale.convert(factories.call())
    with pytest.raises(NotYours):
        assign(tale)


# Jäv


def test_nothing_is_done_before_the_question_is_answered(tale):
    assign(tale)
    unanswered = ["Svara först på om du är jävig i ärendet."]
    save = {"values": {"in_time": True}, "version": None, "by": tale.officer}
    assert missing(lambda: checking.save(tale.the_case, **save)) == unanswered
    assert unanswered[0] in missing(lambda: handling.start_preparation(tale.application, by=tale.officer))
    tale.not_conflicted("handlaggare")
    assert checking.save(tale.the_case, **save).in_time is True


def test_the_question_is_answered_once_and_a_yes_has_a_ground(tale):
    case, person = tale.the_case, tale.staff("ekonom")
    told = faults(lambda: handling.declare_conflict(case, is_conflicted=True, by=person))
    assert told == {"__all__": ["Välj varför du är jävig."]}
    answer = handling.declare_conflict(case, is_conflicted=False, ground="party", by=person)
    assert (answer.is_conflicted, answer.ground, answer.declared_at) == (False, "", factories.NOW)
    told = faults(lambda: handling.declare_conflict(case, is_conflicted=False, by=person))
    assert told == {"__all__": ["Du har redan svarat på frågan om jäv i ärendet."]}


def test_who_becomes_javig_later_says_so_and_cannot_take_it_back(tale):
    """Kommunallagen 6:30: a person who knows of a reason reports it at once."""
    case, person = tale.the_case, tale.staff("ekonom")
    handling.declare_conflict(case, is_conflicted=False, by=person)
    answer = handling.declare_conflict(case, is_conflicted=True, ground="representative", by=person)
    assert answer.is_conflicted and case.conflicts.filter(user=person).count() == 1
    assert not Case.objects.visible_to(tale.staff("ekonom")).filter(pk=case.pk).exists()
    told = faults(lambda: handling.declare_conflict(case, is_conflicted=False, by=person))
    assert told == {"__all__": ["Du har redan svarat på frågan om jäv i ärendet."]}


def test_only_who_may_act_in_the_case_is_asked(tale):
    for person in (tale.lead, factories.outsider(), factories.other_officer(), tale.staff("arkivarie")):
        with pytest.raises(NotYours):
            handling.declare_conflict(tale.the_case, is_conflicted=False, by=person)


def test_the_javiga_officer_loses_the_case_and_sees_nothing_of_it():
    tale = factories.delegated_tale()
    case, officer = tale.the_case, tale.officer
    case.conflicts.filter(user=officer).delete()  # as if the question came up late
    kinds = (Case, Application, Decision, Document)
    assert all(kind.objects.visible_to(officer).exists() for kind in kinds)
    handling.declare_conflict(case, is_conflicted=True, ground="representative", note="Min syster.", by=officer)
    case = tale.the_case
    assert (case.officer, case.assignments.get().ended_at) == (None, factories.NOW)
    mine = {"pk": case.pk}
    assert not Case.objects.visible_to(officer).filter(**mine).exists()
    for kind in (Application, Decision, Document, Notice):
        assert not kind.objects.visible_to(officer).filter(case=case).exists()
        assert kind.objects.visible_to(tale.staff("medhandlaggare")).filter(case=case).exists()
    assert not case.log.all().visible_to(officer).exists()
    with pytest.raises(NotYours):
        handling.close(tale.application, by=officer)


# Preparation and the end


def test_preparation_begins_when_the_formal_check_is_done(tale):
    assign(tale)
    tale.not_conflicted("handlaggare")
    checking.save(
        tale.the_case, values={"in_time": True, "signed": False, "note": "Fel person."}, version=None, by=tale.officer
    )
    begin = {"by": tale.officer}
    assert missing(lambda: handling.start_preparation(tale.application, **begin)) == ["Gör den formella kontrollen."]
    checking.save(tale.the_case, values={"eligible": True, "complete": True}, version=None, by=tale.officer)
    with pytest.raises(NotYours):
        handling.start_preparation(tale.application, by=tale.staff("medhandlaggare"))
    assert handling.start_preparation(tale.application, **begin).state == "preparation"
    with pytest.raises(MovedOn, match="Beredning"):
        handling.start_preparation(tale.application, **begin)


def test_a_rejection_that_cannot_be_appealed_is_closed_when_it_has_been_sent():
    tale = factories.delegated_tale(kind="rejection")
    assert missing(tale.close_case) == ["Beslutet är inte expedierat."]
    tale.dispatch()
    with pytest.raises(NotYours):
        handling.close(tale.application, by=tale.staff("enhetschef"))
    tale.close_case()
    assert tale.application.state == "closed"
    assert not Project.objects.filter(case=tale.the_case).exists()


def test_a_rejection_that_can_be_appealed_is_closed_when_the_time_is_over():
    tale = factories.proposed_tale(factories.call(early=True), kind="rejection")
    tale.put_on_agenda(date(2026, 11, 24))
    with clock.at(moment(date(2026, 11, 24), 16)):
        tale.decide_in_board("12")
        tale.approve_minutes()
    with clock.at(moment(date(2026, 12, 1))):
        tale.announce()
        factories.make_letter(tale)
        tale.dispatch()
    with clock.at(moment(date(2026, 12, 22), 23)):
        assert missing(tale.close_case) == ["Beslutet kan överklagas till och med tisdag 22 december 2026."]
    with clock.at(moment(date(2026, 12, 23))):
        tale.close_case()
    assert tale.application.state == "closed"


def test_a_granted_case_is_closed_when_the_project_is_settled():
    tale = factories.accepted_tale()
    assert missing(tale.close_case) == ["Projektet är inte slutreglerat."]


def test_a_role_that_has_run_out_handles_nothing(tale):
    assign(tale)
    tale.not_conflicted("handlaggare")
    roles = StaffRole.objects.filter(user=tale.officer, role=StaffRoleName.CASE_OFFICER)
    roles.update(valid_to=date(2026, 11, 22))
    with pytest.raises(NotYours):
        checking.save(tale.the_case, values={}, version=None, by=tale.officer)
    assert not Case.objects.visible_to(tale.officer).exists()
    roles.update(valid_to=date(2026, 11, 23))
    assert checking.save(tale.the_case, values={}, version=None, by=tale.officer).version == 1


def test_the_draft_of_a_case_without_officer_is_nobodys_at_the_desk():
    tale = factories.story()
    tale.begin_application(factories.call())
    with pytest.raises(NotYours):
        handling.declare_conflict(tale.the_case, is_conflicted=False, by=tale.officer)
    assert drafting.editable_sections(tale.application)
