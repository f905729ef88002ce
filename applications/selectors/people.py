"""Who is told about a case: people by role on either side, those who hold it today."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from portal import clock
from portal.accounts.enums import WRITING_ROLES, MembershipRole, StaffRoleName
from portal.accounts.models import Board, Membership, Organisation, SigningMandate, StaffRole, User

from ..enums import CaseRole
from ..models import Case
from ..rules import WRITING


def of_organisation(organisation: Organisation, *roles: MembershipRole) -> QuerySet[User]:
    """Active people with one of the roles at the organisation today; a signing mandate counts as signatory."""
    today = clock.today()
    members = Membership.objects.valid_on(today).filter(organisation=organisation, role__in=roles)
    found = Q(pk__in=members.values("user"))
    if MembershipRole.SIGNATORY in roles:
        mandates = SigningMandate.objects.valid_on(today).filter(organisation=organisation)
        found |= Q(pk__in=mandates.values("user"))
    return User.objects.filter(found, is_active=True)


def leads(case: Case) -> list[User]:
    """Those who lead the project at the applicant."""
    return _in_case(case, [MembershipRole.PROJECT_LEAD], [CaseRole.LEAD])


def signatories(case: Case) -> list[User]:
    """Those who may bind the applicant today (domain.md §2.7)."""
    return list(of_organisation(case.organisation, MembershipRole.SIGNATORY))


def signatories_of(organisations: Iterable[Any]) -> dict[Any, list[User]]:
    """Those who may bind each organisation today, by its id, each with id and name. One query however many they are."""
    today, ids = clock.today(), list(organisations)
    columns = ("organisation_id", "user_id", "user__name")
    members = Membership.objects.valid_on(today).filter(organisation__in=ids, role=MembershipRole.SIGNATORY)
    mandates = SigningMandate.objects.valid_on(today).filter(organisation__in=ids)
    rows = (each.filter(user__is_active=True).order_by().values_list(*columns) for each in (members, mandates))
    found: dict[Any, list[User]] = {}
    first, second = rows
    for organisation, person, name in sorted(first.union(second), key=lambda row: (row[2], row[1])):
        found.setdefault(organisation, []).append(User(id=person, name=name))
    return found


def economists(case: Case) -> list[User]:
    """Those who keep the project's accounts at the applicant."""
    return _in_case(case, [MembershipRole.ECONOMIST], [CaseRole.ECONOMIST])


def writers(case: Case) -> list[User]:
    """Everybody at the applicant who writes in the case."""
    return _in_case(case, sorted(WRITING_ROLES), WRITING)


def _in_case(case: Case, ours: Iterable[MembershipRole], invited: Iterable[CaseRole]) -> list[User]:
    """The organisation's own people with one of the roles, and those who are invited to the case in one."""
    places = case.members.filter(role__in=list(invited), ended_at=None)
    own = of_organisation(case.organisation, *ours)
    return list(User.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=places.values("user")), is_active=True))


def at_board(board: Board | Any, role: StaffRoleName) -> list[User]:
    """Active people with the role at the board today."""
    roles = StaffRole.objects.valid_on(clock.today()).filter(board=board, role=role)
    return list(User.objects.filter(pk__in=roles.values("user"), is_active=True))


def officers(case: Case) -> list[User]:
    """The officer of the case; without one the programme's contact, and without that the heads of unit.

    A person who has said that they are jävig is left out: the case is hidden from them (kommunallagen 6:28).
    """
    conflicted = set(case.conflicts.filter(is_conflicted=True).values_list("user", flat=True))
    for candidates in ([case.officer], [case.programme.contact]):
        found = [person for person in candidates if person and person.is_active and person.pk not in conflicted]
        if found:
            return found
    return heads(case)


def heads(case: Case) -> list[User]:
    """The heads of unit at the board of the case, but for those who are jäviga."""
    conflicted = set(case.conflicts.filter(is_conflicted=True).values_list("user", flat=True))
    return [person for person in at_board(case.board, StaffRoleName.HEAD_OF_UNIT) if person.pk not in conflicted]


def once(*groups: Iterable[User]) -> list[User]:
    """Each person once, in the order met."""
    return list({person.pk: person for group in groups for person in group}.values())
