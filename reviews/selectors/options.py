"""What a list can be narrowed by: the person's programmes, calls, municipalities and officers."""

from dataclasses import dataclass

from applications.enums import ApplicationState
from applications.models import CallVersion
from portal import clock
from portal.accounts.enums import CASE_ROLES, StaffRoleName
from portal.accounts.models import StaffRole, User
from portal.look.words import alphabetical

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Options:
    """Values with their words; `assignable` are those who can be given a case, without `nobody`."""

    programmes: Choices
    calls: Choices
    municipalities: Choices
    officers: Choices
    states: Choices


def options(user: User) -> Options:
    """All choices at the boards where the person works. Two queries."""
    boards = user.boards_as(*CASE_ROLES)
    rules = CallVersion.objects.filter(call__programme__board__in=boards, call__published_at__isnull=False)
    programmes: dict[str, str] = {}
    calls: dict[str, str] = {}
    places: set[str] = set()
    for slug, programme, call, name, named in rules.order_by("call__programme__name", "call__name").values_list(
        "call__programme__slug", "call__programme__name", "call", "call__name", "municipalities"
    ):
        programmes[slug] = programme
        calls[str(call)] = name
        places.update(named)
    held = StaffRole.objects.valid_on(clock.today()).filter(role=StaffRoleName.CASE_OFFICER, board__in=boards)
    people = held.filter(user__is_active=True).values_list("user", "user__name")
    return Options(
        programmes=tuple(programmes.items()),
        calls=tuple(calls.items()),
        municipalities=tuple((name, name) for name in sorted(places, key=alphabetical)),
        officers=tuple(sorted({str(pk): name for pk, name in people}.items(), key=lambda row: alphabetical(row[1]))),
        states=tuple((value, label) for value, label in ApplicationState.choices if value != ApplicationState.DRAFT),
    )
