"""Who stands around the copied cases: organisations that apply, officers with some forty cases each, and boards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from portal.accounts.enums import MembershipRole, OrganisationType, StaffRoleName
from portal.accounts.models import Board, Membership, Organisation, StaffRole, User
from portal.demo.world import BEGINNING

NAMES = "Mätning "  # how the names of the copies' organisations begin
BODY = f"{NAMES}7"
LOAD, DONE = 40, 400  # open and closed cases of an officer
OTHER_BOARDS = 8
Crews = tuple[list[UUID], list[UUID]]


def boards(*, are_many: bool) -> tuple[list[UUID], list[UUID]]:
    """The boards of those who are measured, and those where they have no role."""
    home = list(Board.objects.filter(cases__isnull=False).distinct().order_by("name"))
    if not are_many:
        return [board.pk for board in home], []
    others = [
        Board(
            authority=home[0].authority,
            name=f"Nämnd {number}",
            definite=f"Nämnd {number}",
            short_name=f"N{number}",
            dnr_format=f"N{number} {{year}}-{{number:05d}}",
            valid_from=BEGINNING,
        )
        for number in range(OTHER_BOARDS)
    ]
    Board.objects.bulk_create(others)
    return [board.pk for board in home], [board.pk for board in others]


def crews(opened: int, *, are_many: bool) -> Crews:
    """The officers at the boards of those who are measured, of whom one is, and those at the others."""
    measured = User.objects.get(email="handlaggare@example.se")
    home = list(measured.boards_as(StaffRoleName.CASE_OFFICER))
    count = -(-opened // LOAD) // (2 if are_many else 1)
    ours = [measured.pk, *_officers("h", count - 1, home)]
    away = list(Board.objects.exclude(pk__in=home).values_list("pk", flat=True))
    return ours, _officers("b", count, away) if are_many else []


def former(closed: int) -> list[UUID]:
    """Who had the closed cases: the officers of today, and those before them, who have no role any more."""
    today = User.objects.filter(staff_roles__role=StaffRoleName.CASE_OFFICER).distinct().order_by("email")
    there = list(today.values_list("pk", flat=True))
    return [*there, *_officers("f", max(0, closed // DONE - len(there)), [])]


def _officers(letter: str, count: int, at: list[Any]) -> list[UUID]:
    people = [User(email=f"matt-{letter}{number}@example.se", name=f"Mätt {letter}{number}") for number in range(count)]
    User.objects.bulk_create(people)
    StaffRole.objects.bulk_create(
        StaffRole(user=person, role=StaffRoleName.CASE_OFFICER, board_id=board, valid_from=BEGINNING)
        for person in people
        for board in at
    )
    return [person.pk for person in people]


def member() -> User:
    """Somebody who leads the projects of one of the copies' organisations."""
    person, _ = User.objects.get_or_create(email="matning@example.se", defaults={"name": "Maj Mätare"})
    body = Organisation.objects.get(name=BODY)
    Membership.objects.get_or_create(
        user=person, organisation=body, role=MembershipRole.PROJECT_LEAD, defaults={"valid_from": BEGINNING}
    )
    return person


def organisations(count: int) -> list[Organisation]:
    return Organisation.objects.bulk_create(
        [
            Organisation(
                orgnr=_orgnr(number),
                name=f"{NAMES}{number}",
                org_type=OrganisationType.CIVIL_SOCIETY,
                municipality="Kumla",
            )
            for number in range(count)
        ],
        batch_size=2000,
    )


def _orgnr(number: int) -> str:
    """An organisation number with a right check digit (Luhn)."""
    nine = f"802{number:06d}"
    digits = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(nine)]
    check = -sum(sum(divmod(digit, 10)) for digit in digits) % 10
    return f"{nine[:6]}-{nine[6:]}{check}"
