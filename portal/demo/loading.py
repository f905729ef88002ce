"""A programme's data file: its keys checked, and the rows that it becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from applications.lifecycle.engine import NotYours
from applications.models import (
    Call,
    CallQuestion,
    CallVersion,
    Fund,
    FundingSource,
    LetterText,
    PolicyDecision,
    Programme,
    Track,
)
from applications.services import calls, funds
from portal import clock
from portal.accounts.enums import MembershipRole, StaffRoleName
from portal.accounts.models import Board, Organisation, StaffRole, User

from . import checklists
from .accounts import ACCOUNTS
from .facts import DATA, DataFault, municipalities, plain, read
from .rows import BEGINNING, Home, instant, join, moment, one

FOLDER = "programmes"
HEAD = "enhetschef"
# The columns that a rule of a call can name, and those of them that the loader fills in.
_COMPUTED = {"id", "call", "number", "published_at", "published_by"}
RULES = {field.name for field in CallVersion._meta.concrete_fields} - _COMPUTED
MONEY = {field.name for field in CallVersion._meta.concrete_fields if isinstance(field, models.DecimalField)}
KEYS: dict[str, set[str]] = {
    "": {
        "boards", "programme", "money", "policies", "letters", "tracks", "funds", "rules", "calls", "checklist",
        "organisations", "needs", "open",
    },
    "boards": {
        "short_name", "name", "definite", "dnr_format", "dnr_first", "agenda_stop_days", "call_days", "valid_from",
        "valid_to", "successor",
    },
    "programme": {
        "slug", "name", "board", "contact", "summary", "purpose", "issuers", "who_may_apply", "links", "forum_name",
    },
    "letters": {"kind", "text"},
    "policies": {"board", "title", "decided_on", "paragraph", "appropriation", "url"},
    "money": {"name", "legal_regime", "regime_is_confirmed", "legal_basis", "appeal_text", "pay_after_final"},
    "tracks": {"slug", "name", "purpose", "is_partnership"},
    "funds": {"name", "purpose", "track", "board", "decided_on", "paragraph", "by_year"},
    "calls": {"slug", "name", "track", "step", "fund", "windows", "seasons", "years", "rules", "questions"},
    "windows": {"name", "opens", "closes"},
    "seasons": {"name", "opens", "closes"},
    "questions": {field.name for field in CallQuestion._meta.concrete_fields} - {"id", "call_version", "order"},
    "organisations": {"orgnr", "name", "org_type", "municipality", "since"},
    "rules": RULES,
}  # fmt: skip
MEMBERS = (
    ("sokande", MembershipRole.PROJECT_LEAD),
    ("ekonom.sokande", MembershipRole.ECONOMIST),
    ("firmatecknare", MembershipRole.SIGNATORY),
)


def make_boards(rows: list[dict[str, Any]], home: Home, file: str) -> None:
    """Boards with their years and successors, and the demo's staff at each of them."""
    for number, row in enumerate(rows):
        columns = {key: value for key, value in row.items() if key not in {"short_name", "successor"}}
        key = {"authority": home.authority, "short_name": row["short_name"]}
        board = _row(Board, key, columns, file, f"boards[{number}]")
        for account in ACCOUNTS:
            if account.staff is not None and account.staff is not StaffRoleName.SYSTEM_ADMIN:
                one(
                    StaffRole,
                    {"user": home.people[account.email.split("@")[0]], "role": account.staff, "board": board},
                    unit=home.unit,
                    valid_from=board.valid_from,
                )
    for number, row in enumerate(rows):
        if "successor" in row:
            board = find_board(row["short_name"], home, file, "boards")
            heir = find_board(row["successor"], home, file, f"boards[{number}].successor")
            if board.successor_id is None:
                Board.objects.filter(pk=board.pk).update(successor=heir)


def make_organisation(row: dict[str, Any], home: Home, file: str) -> None:
    """A body that applies, and the demo's applicants as those who work for it, since a day that the row may say."""
    if unknown := row.keys() - KEYS["organisations"]:
        raise DataFault(file, f"organisations.{min(unknown)}", "nyckeln finns inte")
    columns = {key: value for key, value in row.items() if key not in {"orgnr", "since"}}
    columns["address"] = f"Box 1, {row.get('municipality', '')}"
    body = _row(Organisation, {"orgnr": row.get("orgnr", "")}, columns, file, "organisations")
    for name, role in MEMBERS:
        join(home.people[name], body, role, row.get("since", BEGINNING))


def find_board(short_name: str, home: Home, file: str, place: str) -> Board:
    board = Board.objects.filter(authority=home.authority, short_name=short_name).first()
    if board is None:
        raise DataFault(file, place, f"nämnden {short_name} finns inte")
    return board


class ProgrammeFile:
    """One file, its keys checked, and the rows that it becomes."""

    def __init__(self, name: str, home: Home | None) -> None:
        self.file = f"{FOLDER}/{name}.toml"
        self.given: dict[str, Any] = plain(read(FOLDER, name))
        self._home = home
        self.appeals: Mapping[str, str] = read("region")["appeal"]
        self._check("", self.given)
        for kind in KEYS.keys() & self.given.keys() - {""}:
            for place, row in self._rows(kind, self.given[kind]):
                self._check(kind, row, place)

    @property
    def home(self) -> Home:
        assert self._home is not None  # only the rules are read without a home
        return self._home

    def tables(self, kind: str) -> list[Any]:
        return list(self.given.get(kind, []))

    def _rows(self, kind: str, given: Any) -> list[tuple[str, dict[str, Any]]]:
        if isinstance(given, list):
            return [(f"{kind}[{number}]", row) for number, row in enumerate(given)]
        return [(kind, given)]

    def _check(self, kind: str, row: Any, place: str = "") -> None:
        if not isinstance(row, dict):
            raise DataFault(self.file, place, "skriv en tabell med nycklar")
        if unknown := row.keys() - KEYS[kind]:
            key = min(unknown)
            raise DataFault(self.file, f"{place}.{key}".strip("."), "nyckeln finns inte")
        for inner in ("windows", "seasons", "questions", "rules"):
            if kind == "calls" and inner in row:
                for spot, part in self._rows(inner, row[inner]):
                    self._check(inner, part, f"{place}.{spot}")

    def need(self, row: dict[str, Any], key: str, place: str) -> Any:
        if key not in row:
            raise DataFault(self.file, f"{place}.{key}", "nyckeln saknas")
        return row[key]

    # Rules

    def rules(self, own: Mapping[str, Any], on: date | None = None) -> dict[str, Any]:
        """The columns of a version of rules: the region's, the programme's and the call's own, each over the last."""
        values = {**plain(read("region")["rules"]), **self.given.get("rules", {}), **own}
        if isinstance(area := values.get("municipalities"), str):
            values["municipalities"] = municipalities(area, on or clock.today())
        return {key: Decimal(value) if key in MONEY and type(value) is int else value for key, value in values.items()}

    # Rows

    def programme(self) -> None:
        given = self.given["programme"]
        key = {"slug": self.need(given, "slug", "programme")}
        board = find_board(self.need(given, "board", "programme"), self.home, self.file, "programme.board")
        programme = Programme.objects.filter(**key).first()
        if programme is None:  # one that is there may have gone to another board, with its money
            columns = {name: value for name, value in given.items() if name not in {"slug", "board", "contact"}}
            columns |= {"board": board, "unit": self.home.unit, "contact": self._contact(given)}
            columns["funding_source"] = self._money(board)
            programme = _row(Programme, key, columns, self.file, "programme")
        for place, row in self._rows("policies", self.tables("policies")):
            self._policy(board, row, place)
        for place, row in self._rows("letters", self.tables("letters")):
            key = {"kind": self.need(row, "kind", place)}
            _row(LetterText, key | {"programme": programme}, row, self.file, place)
        for place, row in self._rows("tracks", self.tables("tracks")):
            key = {"slug": self.need(row, "slug", place)}
            _row(Track, key, row | {"programme": programme}, self.file, place)
        for place, row in self._rows("funds", self.tables("funds")):
            self._fund(programme, row, place)
        for place, row in self._rows("calls", self.tables("calls")):
            self._call(programme, row, place)
        if "checklist" in self.given:
            self._checklist(programme)

    def _money(self, board: Board) -> FundingSource:
        money = dict(self.given.get("money", {}))
        appeal = self.need(money, "appeal_text", "money")
        if appeal not in self.appeals:
            raise DataFault(self.file, "money.appeal_text", f"texten {appeal} finns inte i region.toml")
        money["appeal_text"] = self.appeals[appeal]
        key = {"board": board, "name": self.need(money, "name", "money")}
        source: FundingSource = _row(FundingSource, key, money, self.file, "money")
        return source

    def _checklist(self, programme: Programme) -> None:
        """Idékollen, there from the day that the programme's first call opened."""
        path = DATA / "checklists" / f"{self.given['checklist']}.toml"
        if not path.exists():
            raise DataFault(self.file, "checklist", f"filen {path.name} finns inte bland checklists")
        begun = Call.objects.filter(programme=programme).aggregate(first=models.Min("published_at"))["first"]
        with clock.at(begun or clock.now()), self._mended("checklist"):
            checklists.load(programme, path)

    def _contact(self, given: dict[str, Any]) -> User:
        name = self.need(given, "contact", "programme")
        if name not in self.home.people:
            raise DataFault(self.file, "programme.contact", f"{name} finns inte bland demons konton")
        return self.home.people[name]

    def _track(self, row: dict[str, Any], place: str) -> Track | None:
        if "track" not in row:
            return None
        track = Track.objects.filter(slug=row["track"]).first()
        if track is None:
            raise DataFault(self.file, f"{place}.track", f"spåret {row['track']} finns inte")
        return track

    def _policy(self, board: Board, row: dict[str, Any], place: str) -> None:
        """An inriktningsbeslut of the programme's board, or of another that the row names."""
        whose = find_board(row["board"], self.home, self.file, f"{place}.board") if "board" in row else board
        key = {"decided_on": self.need(row, "decided_on", place), "paragraph": self.need(row, "paragraph", place)}
        columns = {name: value for name, value in row.items() if name != "board"}
        _row(PolicyDecision, {"board": whose} | key, columns, self.file, place)

    def _fund(self, programme: Programme, row: dict[str, Any], place: str) -> None:
        name = self.need(row, "name", place)
        if Fund.objects.filter(programme=programme, name=name).exists():
            return
        board = find_board(row["board"], self.home, self.file, f"{place}.board") if "board" in row else programme.board
        decided = self.need(row, "decided_on", place)
        with self._mended(place), clock.at(moment(decided)):
            funds.earmark(
                board=board,
                programme=programme,
                track=self._track(row, place),
                name=name,
                purpose=row.get("purpose", ""),
                decided_on=decided,
                paragraph=row.get("paragraph", ""),
                amounts={int(year): Decimal(amount) for year, amount in row.get("by_year", {}).items()},
                by=self._head(),
            )

    def _call(self, programme: Programme, row: dict[str, Any], place: str) -> None:
        """Write, check and publish the call on the day that its first window opens, as the head of unit would."""
        slug = self.need(row, "slug", place)
        if Call.objects.filter(slug=slug).exists():
            return
        windows = self._windows(row, place)
        published = min(window["opens_at"] for window in windows)
        columns = {
            "programme": programme,
            "track": self._track(row, place),
            "step": row.get("step"),
            "fund": self._fund_of(programme, row, place),
            "name": self.need(row, "name", place),
        }
        call = _row(Call, {"slug": slug}, columns, self.file, place)
        rules = self.rules(row.get("rules", {}), clock.local(published).date())
        questions = [question | {"order": order} for order, question in enumerate(row.get("questions", []))]
        with clock.at(published):
            with self._mended(f"{place}.rules"):
                calls.change_rules(call, values=rules, asked=questions, by=self._head())
            with self._mended(f"{place}.windows"):
                for window in windows:
                    calls.add_window(call, **window, by=self._head())
            with self._mended(place):
                calls.publish(call, by=self._head())

    def _fund_of(self, programme: Programme, row: dict[str, Any], place: str) -> Fund | None:
        if "fund" not in row:
            return None
        fund = Fund.objects.filter(programme=programme, name=row["fund"]).first()
        if fund is None:
            raise DataFault(self.file, f"{place}.fund", f"pengarna {row['fund']} finns inte")
        return fund

    def _head(self) -> User:
        """Who sets programmes up; fresh, so that the roles are read at the clock's time."""
        return User.objects.get(pk=self.home.people[HEAD].pk)

    @contextmanager
    def _mended(self, place: str) -> Iterator[None]:
        """What a service refuses is told with file and key."""
        try:
            yield
        except ValidationError as fault:
            raise _fault(fault, self.file, place) from fault
        except NotYours as fault:
            raise DataFault(self.file, place, f"enhetschefen hade ingen roll vid nämnden då ({fault})") from fault

    def _windows(self, row: dict[str, Any], place: str) -> list[dict[str, Any]]:
        """The windows as typed, and those of the seasons for each year: "02-01 08:00" is 1 February at 08.00."""
        found = [
            {
                "name": window.get("name", ""),
                "opens_at": instant(self.need(window, "opens", place)),
                "closes_at": instant(window["closes"]) if "closes" in window else None,
            }
            for window in row.get("windows", [])
        ]
        for season in row.get("seasons", []):
            found += [
                {
                    "name": f"{season['name']} {year}",
                    "opens_at": self._moment(year, season["opens"], place),
                    "closes_at": self._moment(year, season["closes"], place),
                }
                for year in row.get("years", [])
            ]
        if not found:
            raise DataFault(self.file, f"{place}.windows", "utlysningen har ingen ansökningstid")
        return found

    def _moment(self, year: int, day_and_time: str, place: str) -> datetime:
        try:
            return instant(datetime.fromisoformat(f"{year}-{day_and_time}"))
        except ValueError:
            raise DataFault(self.file, f"{place}.seasons", f"{day_and_time} är ingen dag med klockslag") from None


def _row(model: type[models.Model], key: dict[str, Any], columns: dict[str, Any], file: str, place: str) -> Any:
    """The row with the key, made after a full check when it is not there. Raises DataFault with the field's name."""
    manager = model._default_manager
    if (there := manager.filter(**key).first()) is not None:
        return there
    try:
        row = model(**(columns | key))
        row.full_clean()
    except ValidationError as fault:
        raise _fault(fault, file, place) from fault
    except TypeError as fault:
        raise DataFault(file, place, str(fault)) from fault
    row.save()
    return row


def _fault(fault: ValidationError, file: str, place: str) -> DataFault:
    if not hasattr(fault, "error_dict"):
        return DataFault(file, place, fault.messages[0])
    field, texts = next(iter(fault.message_dict.items()))
    return DataFault(file, place if field == "__all__" else f"{place}.{field}", texts[0])
