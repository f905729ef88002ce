"""What an officer must know before an application is registered on paper: where, and whether it is here already."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from applications.models import Call, Case
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import User

NEAR = timedelta(days=30)  # domain.md §9 case 44


def calls(user: User) -> QuerySet[Call]:
    """The published calls of the boards where the person registers, the latest first."""
    boards = user.boards_as(StaffRoleName.CASE_OFFICER, StaffRoleName.REGISTRAR)
    rows = Call.objects.published().filter(programme__board__in=boards)
    return rows.select_related("programme").order_by("-published_at", "name")


def alike(user: User, *, orgnr: str, title: str, came_in_at: datetime) -> list[Case]:
    """Cases of the same body and name that came in within thirty days: post and e-mail may bring the same."""
    rows = Case.objects.at_desk(user).filter(
        organisation__orgnr=orgnr,
        title__iexact=title.strip(),
        shared_at__range=(came_in_at - NEAR, came_in_at + NEAR),
    )
    return list(rows.select_related("organisation").order_by("-shared_at", "pk")[:5])
