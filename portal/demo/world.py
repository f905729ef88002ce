"""The demo's region: authority, boards, money, programmes, calls, organisations and people. Safe to build twice.

What it is called and what it allows stands in data files: region.toml, and one file per programme.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from applications.enums import ANSWERS, DecisionKind
from applications.models import Programme, RetentionRule
from portal.accounts.enums import OrganisationType, StaffRoleName
from portal.accounts.models import AccessShortfall, Authority, Board, Organisation, StaffRole, Unit, User
from reviews.models import DelegationRule

from . import loading, programmes
from .accounts import ACCOUNTS, PASSWORD, Account
from .facts import read
from .programmes import open_call
from .rows import BEGINNING, Home, instant, join, moment, one, organisation

__all__ = ["BEGINNING", "World", "build", "instant", "join", "moment", "open_call", "organisation"]


@dataclass(frozen=True)
class World(Home):
    """What stories stand on. The region's own programmes: `growth` on state money, `early` on a board's own."""

    growth_board: Board
    health_board: Board
    growth: Programme
    early: Programme
    region: Organisation

    def person(self, name: str) -> User:
        """Someone by the first part of the demo address, fresh, so that roles are read at the story's clock."""
        return User.objects.get(pk=self.people[name].pk)


def build() -> World:
    """Make what is missing. Rows that are there are left as they are."""
    facts = read("region")
    authority = _authority()
    unit = one(Unit, {"authority": authority, "name": facts["unit"]})
    people = {account.email.split("@")[0]: _person(account) for account in ACCOUNTS}
    home = Home(authority=authority, unit=unit, people=people)
    loading.make_boards(facts["boards"], home, "region.toml")
    growth_board, health_board = (
        Board.objects.get(authority=authority, short_name=row["short_name"]) for row in facts["boards"]
    )
    region = organisation(
        authority.orgnr, authority.name, OrganisationType.REGIONAL, facts["authority"]["municipality"]
    )
    for account in ACCOUNTS:
        person = people[account.email.split("@")[0]]
        if account.membership is not None:
            join(person, region, account.membership)
        if account.staff is StaffRoleName.SYSTEM_ADMIN:
            one(StaffRole, {"user": person, "role": account.staff, "board": None}, valid_from=BEGINNING)
    for board in (growth_board, health_board):
        _delegation(board)
        for row in facts["retention"]:
            one(RetentionRule, {"board": board, "kind": row["kind"]}, **row)
    for row in facts["shortfalls"]:
        one(AccessShortfall, {"title": row["title"]}, **{key: row[key] for key in row if key != "title"})
    for name in facts["always"]:
        programmes.load(name, home)
    growth, early = (programmes.programme_of(name) for name in facts["always"])
    return World(
        authority=authority,
        unit=unit,
        people=people,
        growth_board=growth_board,
        health_board=health_board,
        growth=growth,
        early=early,
        region=region,
    )


def _authority() -> Authority:
    columns = {key: value for key, value in read("region")["authority"].items() if key not in {"orgnr", "municipality"}}
    authority: Authority = one(Authority, {"orgnr": read("region")["authority"]["orgnr"]}, **columns)
    return authority


def _delegation(board: Board) -> None:
    for row in read("region")["delegation"]:
        for kind in (*ANSWERS, DecisionKind.DISCONTINUED, DecisionKind.DISMISSED):
            one(
                DelegationRule,
                {"board": board, "role": row["role"], "kind": kind},
                point=row["point"],
                amount_limit=Decimal(row["amount_limit"]),
                own_limit=Decimal(row["own_limit"]),
                valid_from=BEGINNING,
            )


def _person(account: Account) -> User:
    person = User.objects.filter(email__iexact=account.email).first()
    if person is None:
        person = User.objects.create_user(
            account.email,
            PASSWORD,
            name=account.name,
            title=account.title,
            phone=f"010-123 45 {11 + ACCOUNTS.index(account)}",
        )
    return person
