"""Who may do what in a case: predicates by name, which the tables of moves ask for (domain.md §5.2)."""

from typing import Any

import rules

from portal.accounts.enums import WRITING_ROLES, MembershipRole, StaffRoleName
from portal.accounts.models import User

from .enums import CaseSource


def _case(obj: Any) -> Any:
    """The case of anything that has one."""
    return obj.case


@rules.predicate
def writes_for_case(user: User, obj: Any) -> bool:
    """Project lead, co-writer, economist or signatory of the organisation that applies."""
    return _case(obj).organisation_id in user.organisations_as(*WRITING_ROLES)


@rules.predicate
def leads_case(user: User, obj: Any) -> bool:
    """Project lead or signatory: shares, converts, withdraws."""
    return _case(obj).organisation_id in user.organisations_as(MembershipRole.PROJECT_LEAD, MembershipRole.SIGNATORY)


@rules.predicate
def claims_for_case(user: User, obj: Any) -> bool:
    """Project lead, economist or signatory: writes claims (domain.md §5.2)."""
    return _case(obj).organisation_id in user.organisations_as(
        MembershipRole.PROJECT_LEAD, MembershipRole.ECONOMIST, MembershipRole.SIGNATORY
    )


@rules.predicate
def signs_for_case(user: User, obj: Any) -> bool:
    """May bind the organisation today (domain.md §2.7)."""
    return _case(obj).organisation_id in user.organisations_as(MembershipRole.SIGNATORY)


@rules.predicate
def is_other_side(user: User, obj: Any) -> bool:
    """Works for the organisation that applies: sees that side only (domain.md §5.1)."""
    return _case(obj).organisation_id in user.organisations_as()


@rules.predicate
def is_shared(user: User, obj: Any) -> bool:
    """The case has come in, and so has this object when it is one the applicant drafts."""
    return _case(obj).shared_at is not None and not getattr(obj, "is_private", False)


def at_board(*roles: StaffRoleName) -> Any:
    """A predicate: the person has one of the roles at the board of the case, and is not on the other side."""

    @rules.predicate("at_board:" + ",".join(roles))
    def held(user: User, obj: Any) -> bool:
        return _case(obj).board_id in user.boards_as(*roles)

    return held & ~is_other_side & is_shared


@rules.predicate
def is_officer_of(user: User, obj: Any) -> bool:
    return _case(obj).officer_id == user.pk


@rules.predicate
def receives_paper(user: User, obj: Any) -> bool:
    """Case officer or registrator at the board, for what did not come in through the portal (G-06, domain.md §5.2)."""
    case = _case(obj)
    at_work = case.board_id in user.boards_as(StaffRoleName.CASE_OFFICER, StaffRoleName.REGISTRAR)
    return at_work and case.source != CaseSource.PORTAL


@rules.predicate
def keeps_programme(user: User, obj: Any) -> bool:
    """Head of unit at the board of a programme or of what belongs to one; the system administrator keeps them all."""
    programme = getattr(obj, "programme", obj)
    return (
        programme.board_id in user.boards_as(StaffRoleName.HEAD_OF_UNIT)
        or StaffRoleName.SYSTEM_ADMIN in user.role_names
    )


officer_at_board = at_board(StaffRoleName.CASE_OFFICER)
handles_case = officer_at_board & is_officer_of
heads_unit = at_board(StaffRoleName.HEAD_OF_UNIT)
economist = at_board(StaffRoleName.ECONOMIST)
payer = at_board(StaffRoleName.PAYER)
secretary = at_board(StaffRoleName.BOARD_SECRETARY)
registrar = at_board(StaffRoleName.REGISTRAR)


@rules.predicate
def officer_of_programme(user: User, programme: Any) -> bool:
    """Case officer today at the board that has the programme."""
    return programme.board_id in user.boards_as(StaffRoleName.CASE_OFFICER)


@rules.predicate
def is_officer_of_meeting(user: User, meeting: Any) -> bool:
    """Called the meeting or offered the time, and is still an officer at the programme's board."""
    return meeting.officer_id == user.pk and officer_of_programme(user, meeting.programme)


@rules.predicate
def gives_no_money(user: User, project: Any) -> bool:
    """A project of places and seats alone: there is nothing for an economist to see to."""
    decision = getattr(project, "decision", None)
    return decision is not None and not decision.gives_money


@rules.predicate
def heads_unit_of_fund(user: User, fund: Any) -> bool:
    """Enhetschef at the board that earmarked the money, or at the one that has the programme now."""
    return bool({fund.board_id, fund.programme.board_id} & user.boards_as(StaffRoleName.HEAD_OF_UNIT))


rules.add_perm("applications.keep_programme", keeps_programme)

# The applicant's side
rules.add_perm("applications.write_case", writes_for_case)
rules.add_perm("applications.share_idea", leads_case)
rules.add_perm("applications.delete_draft", leads_case)
rules.add_perm("applications.convert_idea", leads_case)
rules.add_perm("applications.submit_application", signs_for_case)
rules.add_perm("applications.answer_completion", writes_for_case)
rules.add_perm("applications.accept_decision", signs_for_case)
rules.add_perm("applications.keep_sub_grants", writes_for_case)
rules.add_perm("applications.hand_in_new_budget", leads_case)
rules.add_perm("applications.write_report", writes_for_case)
rules.add_perm("applications.submit_report", leads_case)
rules.add_perm("applications.write_claim", claims_for_case)
rules.add_perm("applications.submit_claim", signs_for_case)
rules.add_perm("applications.change_partnership", leads_case)
rules.add_perm("applications.ask_early_close", leads_case)
rules.add_perm("applications.write_plan", leads_case)
rules.add_perm("applications.book_advice", writes_for_case)

# The authority's side
rules.add_perm("applications.register_case", registrar | heads_unit)
rules.add_perm("applications.register_on_paper", receives_paper & ~is_other_side)
rules.add_perm("applications.assign_case", heads_unit)
rules.add_perm("applications.advise_idea", officer_at_board)
rules.add_perm("applications.handle_case", handles_case)
rules.add_perm(
    "applications.declare_conflict", officer_at_board | heads_unit | economist | payer | secretary | registrar
)
rules.add_perm("applications.approve_proposal", heads_unit)
rules.add_perm("applications.put_on_agenda", secretary)
rules.add_perm("applications.register_decision", secretary)
rules.add_perm("applications.decide_by_delegation", officer_at_board | heads_unit | economist)
rules.add_perm("applications.approve_minutes", secretary)
rules.add_perm("applications.announce_decision", secretary | registrar)
rules.add_perm("applications.dispatch_decision", secretary | registrar | handles_case)
rules.add_perm("applications.mark_legally_final", secretary | registrar)
rules.add_perm("applications.run_project", handles_case)
rules.add_perm("applications.keep_phases", writes_for_case | handles_case)
rules.add_perm("applications.call_meeting", officer_at_board)
rules.add_perm("applications.keep_meeting", is_officer_of_meeting)
rules.add_perm("applications.offer_advice", officer_of_programme)
rules.add_perm("applications.review_report", handles_case)
rules.add_perm("applications.review_claim_content", handles_case)
rules.add_perm("applications.approve_claim_money", economist)
rules.add_perm("applications.release_payment", payer)
rules.add_perm("applications.confirm_payment", economist)
rules.add_perm("applications.settle_project", economist | (handles_case & gives_no_money))
rules.add_perm("applications.earmark_fund", heads_unit_of_fund)
rules.add_perm("applications.keep_checklist", keeps_programme)
# Moves that only jobs make
rules.add_perm("applications.system", rules.always_false)
