"""Who may do what in a case: predicates by name, which the tables of moves ask for (domain.md §5.2)."""

from typing import Any

import rules
from rules.permissions import permissions

import portal.accounts.rules  # noqa: F401 -- what is widened below
from portal.accounts.enums import WRITING_ROLES, MembershipRole, StaffRoleName
from portal.accounts.models import User

from .enums import CaseRole, CaseSource
from .models.sides import has_place, members_of, place_in

# What those who are invited to one case may do there (domain.md §5.2): a part-writer and a partner write less, and
# neither they nor a writer hand in, withdraw, delete or invite.
LEADING = (CaseRole.LEAD, CaseRole.SIGNATORY)
WRITING = (*LEADING, CaseRole.WRITER, CaseRole.ECONOMIST)


def _case(obj: Any) -> Any:
    """The case of anything that has one."""
    return obj.case


@rules.predicate
def writes_for_case(user: User, obj: Any) -> bool:
    """Project lead, co-writer, economist or signatory of the organisation that applies, or so invited to the case."""
    case = _case(obj)
    return case.organisation_id in user.organisations_as(*WRITING_ROLES) or has_place(user, case.pk, *WRITING)


@rules.predicate
def leads_case(user: User, obj: Any) -> bool:
    """Project lead or signatory: shares, converts, withdraws."""
    case = _case(obj)
    ours = case.organisation_id in user.organisations_as(MembershipRole.PROJECT_LEAD, MembershipRole.SIGNATORY)
    return ours or has_place(user, case.pk, *LEADING)


@rules.predicate
def claims_for_case(user: User, obj: Any) -> bool:
    """Project lead, economist or signatory: writes claims (domain.md §5.2)."""
    case = _case(obj)
    ours = case.organisation_id in user.organisations_as(
        MembershipRole.PROJECT_LEAD, MembershipRole.ECONOMIST, MembershipRole.SIGNATORY
    )
    return ours or has_place(user, case.pk, *LEADING, CaseRole.ECONOMIST)


@rules.predicate
def signs_for_case(user: User, obj: Any) -> bool:
    """May bind the organisation today (domain.md §2.7); who is invited to do so has a mandate of it too."""
    return _case(obj).organisation_id in user.organisations_as(MembershipRole.SIGNATORY)


@rules.predicate
def is_other_side(user: User, obj: Any) -> bool:
    """Works for the organisation that applies, or takes part on its side: sees that only (domain.md §5.1)."""
    case = _case(obj)
    return case.organisation_id in user.organisations_as() or has_place(user, case.pk)


def writes_section(user: User, obj: Any, section: str) -> bool:
    """Writes in the case, or in just this section of its application."""
    if user.has_perm("applications.write_case", obj):
        return True
    place = place_in(user, _case(obj).pk)
    return place is not None and place.role == CaseRole.PART_WRITER and section in place.sections


@rules.predicate
def writes_own_part(user: User, party: Any) -> bool:
    """Represents the party, or writes for the applicant, who may write what the party has said."""
    place = place_in(user, party.application.case_id)
    represents = place is not None and place.role == CaseRole.PARTNER and place.party_id == party.pk
    return represents or writes_for_case(user, party.application)


@rules.predicate
def confirms_part(user: User, party: Any) -> bool:
    """The leader that the party has named; never the applicant in their place."""
    place = place_in(user, party.application.case_id)
    return place is not None and place.confirms and place.party_id == party.pk


@rules.predicate
def takes_part(user: User) -> bool:
    """Has been invited to some case."""
    return user.is_authenticated and bool(members_of(user))


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
def came_otherwise(user: User, obj: Any) -> bool:
    """Not through the portal, so that the applicant may have no account to sign with (G-06)."""
    return bool(_case(obj).source != CaseSource.PORTAL)


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
member = at_board(StaffRoleName.CHAIR, StaffRoleName.MEMBER)
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
rules.add_perm("applications.invite", leads_case)
rules.add_perm("applications.write_own_part", writes_own_part)
rules.add_perm("applications.confirm_part", confirms_part)
rules.add_perm("applications.share_idea", leads_case)
rules.add_perm("applications.delete_draft", leads_case)
rules.add_perm("applications.convert_idea", leads_case)
rules.add_perm("applications.submit_application", signs_for_case)
rules.add_perm("applications.answer_completion", writes_for_case)
rules.add_perm("applications.withdraw_application", signs_for_case)
rules.add_perm("applications.message_authority", writes_for_case)
rules.add_perm("applications.accept_decision", signs_for_case)
rules.add_perm("applications.keep_sub_grants", writes_for_case)
rules.add_perm("applications.hand_in_new_budget", leads_case)
rules.add_perm("applications.write_report", writes_for_case)
rules.add_perm("applications.submit_report", leads_case)
rules.add_perm("applications.write_claim", claims_for_case)
rules.add_perm("applications.submit_claim", signs_for_case)
rules.add_perm("applications.change_partnership", leads_case)
rules.add_perm("applications.ask_early_close", leads_case)
rules.add_perm("applications.ask_for_decision", leads_case)
rules.add_perm("applications.write_plan", leads_case)
rules.add_perm("applications.book_advice", writes_for_case)

# The authority's side
rules.add_perm("applications.register_case", registrar | heads_unit)
rules.add_perm("applications.register_on_paper", receives_paper & ~is_other_side)
rules.add_perm("applications.assign_case", heads_unit)
rules.add_perm("applications.take_over_case", officer_at_board)
rules.add_perm("applications.advise_idea", officer_at_board)
rules.add_perm("applications.handle_case", handles_case)
rules.add_perm("applications.message_applicant", officer_at_board | heads_unit | registrar)
rules.add_perm("applications.register_withdrawal", (handles_case | registrar) & came_otherwise)
rules.add_perm(
    "applications.declare_conflict", officer_at_board | heads_unit | economist | payer | secretary | registrar | member
)
rules.add_perm("applications.rule_conflict", heads_unit)
rules.add_perm("applications.approve_proposal", heads_unit)
rules.add_perm("applications.refuse_decision", heads_unit)
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
# An officer or a member of a board who has been invited to a case has the applicant's pages too (domain.md §5.1)
rules.set_perm("portal.applicant", permissions["portal.applicant"] | takes_part)
# Moves that only jobs make
rules.add_perm("applications.system", rules.always_false)
