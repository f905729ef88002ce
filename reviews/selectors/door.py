"""The officers' door: which cases a person reads at the desk. Every page of the desk goes through it."""

from typing import Any

from django.db.models import Q, QuerySet

from applications.models import Case
from applications.models.case import at_desk
from applications.models.sides import applicants_side
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import User


def cases(user: User) -> QuerySet[Case]:
    """Shared cases at the person's boards, but for those where the person is jävig or works for the applicant.

    Narrower than `visible_to`: who is on both sides sees the applicant's side only, and not here (domain.md §5.1).
    """
    return Case.objects.at_desk(user).exclude(applicants_side(user, ""))


def of_cases(user: User, path: str = "case") -> Q:
    """A filter for rows that are never the applicant's drafts; `path` leads to the case. The same as `cases`."""
    return at_desk(user, path) & ~applicants_side(user, path)


def shared(user: User) -> Q:
    """A filter for rows with `case` and `shared_at`: what the applicant has shared or handed in."""
    return of_cases(user) & Q(shared_at__isnull=False)


def at(user: User, *roles: StaffRoleName, path: str = "case") -> Q:
    """A filter for rows whose case lies at a board where the person has one of the roles today."""
    boards: Any = user.boards_as(*roles)
    return Q(**{f"{path}__board__in": boards} if path else {"board__in": boards})
