"""Who stands on the applicant's side of a case: the organisation's own people, and those invited to the one case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet

from portal import clock
from portal.accounts.enums import MembershipRole
from portal.accounts.models import Membership, SigningMandate, User
from portal.among import Among

from ..enums import CaseRole

if TYPE_CHECKING:
    from .case import Case
    from .together import CaseMember

_KNOWN, _OUTSIDE = "_case_members", "_cases_without_place"


def members_of(user: User) -> dict[UUID, CaseMember]:
    """The person's place in each case they have been invited to and still are in; asked for once a request."""
    known: dict[UUID, CaseMember] | None = user.__dict__.get(_KNOWN)
    if known is None:
        known = {row.case_id: row for row in user.case_memberships.filter(ended_at=None)}
        user.__dict__[_KNOWN] = known
    return known


def forget(user: User) -> None:
    """What is known of the person's places is read anew: one has just been given, changed or ended."""
    user.__dict__.pop(_KNOWN, None)
    user.__dict__.pop(_OUTSIDE, None)


def has_none_in(user: User, case_id: UUID) -> None:
    """The query that found the case leaves out those where the person has a place: that need not be asked again."""
    setattr(user, _OUTSIDE, {*getattr(user, _OUTSIDE, ()), case_id})  # a request's user is lazy, its __dict__ another


def place_in(user: User, case_id: UUID) -> CaseMember | None:
    return None if case_id in getattr(user, _OUTSIDE, ()) else members_of(user).get(case_id)


def has_place(user: User, case_id: UUID, *roles: CaseRole) -> bool:
    """The person has been invited to the case, in one of the roles; no role given means any."""
    place = place_in(user, case_id)
    return place is not None and (not roles or place.role in roles)


def applicants_side(user: User, path: str = "case") -> Q:
    """A filter for rows of cases where the person is on the applicant's side; `path` leads to the case."""
    mine: Any = user.case_memberships.filter(ended_at=None).order_by().values("case")
    if not path:
        # Each side of this OR is read from an index of its own; beside `id IN (SELECT …)` all cases would be read.
        return Q(organisation__in=user.organisations_as()) | Q(Among(mine))
    return Q(**{f"{path}__organisation__in": user.organisations_as()}) | Q(**{f"{path}__in": mine})


def leaders(case: Case, *, without: CaseMember | None = None) -> QuerySet[User]:
    """Who can lead the case today: leads and signatories of the organisation, and those who are so in the case.

    `without`: as if this place, with the mandate that came with it, were gone. The case is never without one.
    """
    today = clock.today()
    ours = Membership.objects.valid_on(today).filter(
        organisation=case.organisation_id, role__in=(MembershipRole.PROJECT_LEAD, MembershipRole.SIGNATORY)
    )
    mandates = SigningMandate.objects.valid_on(today).filter(organisation=case.organisation_id)
    invited = case.members.filter(role__in=(CaseRole.LEAD, CaseRole.SIGNATORY), ended_at=None)
    if without is not None:
        invited = invited.exclude(pk=without.pk)
        mandates = mandates.exclude(pk=without.mandate_id) if without.mandate_id else mandates
    found = Q(pk__in=ours.values("user")) | Q(pk__in=mandates.values("user")) | Q(pk__in=invited.values("user"))
    return User.objects.filter(found, is_active=True)
