"""Who a person is, as predicates that other apps compose (architecture.md §4)."""

from typing import Any

import rules

from .enums import BOARD_ROLES, CASE_ROLES, WRITING_ROLES, StaffRoleName
from .models import User


@rules.predicate
def is_desk_staff(user: User) -> bool:
    return user.is_authenticated and user.is_staff


@rules.predicate
def handles_cases(user: User) -> bool:
    """Has a role in which cases may be read at the desk."""
    return user.is_authenticated and bool(user.role_names & CASE_ROLES)


@rules.predicate
def is_board_member(user: User) -> bool:
    return user.is_authenticated and bool(user.role_names & BOARD_ROLES)


@rules.predicate
def is_applicant(user: User) -> bool:
    """Works for some organisation, or may bind one, today."""
    return user.is_authenticated and bool(user.valid_memberships)


@rules.predicate
def writes_for_applicant(user: User) -> bool:
    return user.is_authenticated and bool(user.organisations_as(*WRITING_ROLES))


def has_role(*roles: StaffRoleName) -> Any:
    """A predicate: the person has one of the roles at some board, or as system administrator."""

    @rules.predicate("has_role:" + ",".join(roles))
    def held(user: User) -> bool:
        return user.is_authenticated and bool(user.role_names & set(roles))

    return held


rules.add_perm("portal.signed_in", rules.is_authenticated)
rules.add_perm("portal.desk", is_desk_staff)
rules.add_perm("portal.cases", handles_cases)
rules.add_perm("portal.board", is_board_member)
rules.add_perm("portal.applicant", is_applicant | ~is_desk_staff & ~is_board_member & rules.is_authenticated)
rules.add_perm("portal.manage_people", has_role(StaffRoleName.SYSTEM_ADMIN))
rules.add_perm("portal.keep_accessibility", has_role(StaffRoleName.SYSTEM_ADMIN) | has_role(StaffRoleName.REGISTRAR))
rules.add_perm("portal.manage_programmes", has_role(StaffRoleName.HEAD_OF_UNIT) | has_role(StaffRoleName.SYSTEM_ADMIN))
