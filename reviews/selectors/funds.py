"""Earmarked money as the desk reads it: a table per year, its lines, and the room before and after a proposal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from applications.budget import ledger
from applications.enums import GRANTS, FundEntryKind
from applications.models import Decision, Fund, FundEntry
from portal import dates
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import User

from .door import cases
from .dossier import Dossier
from .frozen import ZERO, MoneyRow, MoneyTable

READERS = (StaffRoleName.HEAD_OF_UNIT, StaffRoleName.ECONOMIST)
# The rows of the table, each with what it counts; the two sums stand between ink lines.
ROWS = (
    ("Öronmärkt", "earmarked", "", ""),
    ("Reserverat", "reserved", "", "av förslag som väntar på beslut"),
    ("Bundet", "bound", "", "av beslut"),
    ("Återfört", "returned", "", "av det bundna"),
    ("Kvar att besluta", "left", "sum", ""),
    ("Utbetalt", "paid", "", "av det bundna"),
    ("Kvar att betala", "unpaid", "sum", ""),
)


def readable(user: User) -> QuerySet[Fund]:
    """Money of the boards where the person is enhetschef or ekonom, or whose programme such a board has now."""
    boards = user.boards_as(*READERS)
    return (
        Fund.objects.filter(Q(board__in=boards) | Q(programme__board__in=boards))
        .select_related("board__successor", "programme__board", "track")
        .distinct()
    )


@dataclass(frozen=True)
class FundLine:
    """A row of the list: the money and its ledger summed."""

    fund: Fund
    total: ledger.Row


def with_totals(funds: Iterable[Fund]) -> list[FundLine]:
    """The ledgers of several, in one query."""
    rows = list(funds)
    lines: dict[UUID, list[ledger.Entry]] = {}
    sums = FundEntry.objects.filter(fund__in=rows).order_by().values_list("fund", "kind", "year")
    for fund, kind, year, total in sums.annotate(total=Sum("amount")):
        lines.setdefault(fund, []).append(ledger.Entry(kind, year, total))
    return [FundLine(fund, ledger.sheet(lines.get(fund.pk, [])).total) for fund in rows]


def table(sheet: ledger.Sheet, caption: str) -> MoneyTable:
    """The ledger as a table: what has happened down, calendar years across, the sum of all years last."""
    columns = [*sheet.years.values(), sheet.total]
    rows = (
        MoneyRow(name, tuple(getattr(column, what) for column in columns), kind, note)
        for name, what, kind, note in ROWS
    )
    return MoneyTable(caption, ("Kronor", *map(str, sheet.years), "Totalt"), tuple(rows))


@dataclass(frozen=True)
class EntryLine:
    """A line of the ledger; `is_hidden` when its case is not the reader's to know."""

    entry: FundEntry
    is_hidden: bool


def entries(fund: Fund) -> QuerySet[FundEntry]:
    """All lines with case and decision, the latest first."""
    return fund.entries.select_related("case", "decision", "entered_by").order_by("-entered_at", "-year", "pk")


def for_reader(rows: Iterable[FundEntry], user: User) -> list[EntryLine]:
    """The lines, with cases in which the person is jävig, or at another board, left unnamed."""
    lines = list(rows)
    seen = set(cases(user).filter(pk__in={row.case_id for row in lines if row.case_id}).values_list("pk", flat=True))
    return [EntryLine(row, row.case_id is not None and row.case_id not in seen) for row in lines]


def changes_of(fund: Fund) -> QuerySet[LogEntry]:
    """Who has changed name and purpose, when, and what they were; the latest first."""
    logged = LogEntry.objects.filter(content_type__app_label=Fund._meta.app_label, content_type__model="fund")
    return logged.filter(object_id=str(fund.pk)).select_related("user").order_by("-action_time")


def who_decides(fund: Fund) -> str:
    """Whose decision raises the earmark, by day when another board has taken over."""
    board = fund.board
    if board.successor is None or board.valid_to is None:
        return f"Det är {board.definite} som beslutar."
    heir = board.on(board.valid_to + timedelta(days=1))
    return f"Till och med {dates.long(board.valid_to)} beslutade {board.definite}, därefter {heir.definite}."


def unbound_grants(fund: Fund, user: User) -> list[Decision]:
    """Grants from the fund's calls that bind nothing: decided before the call had earmarked money."""
    bound = FundEntry.objects.filter(decision=OuterRef("pk"), kind=FundEntryKind.BOUND)
    found = Decision.objects.filter(
        case__application__call__fund=fund, case__in=cases(user).order_by().values("pk"), kind__in=GRANTS, cap__gt=0
    )
    return list(found.exclude(Exists(bound)).select_related("case__organisation").order_by("made_on", "pk"))


# In a case


@dataclass(frozen=True)
class Room:
    """What a case does to the earmarked money of its call: before and after, or, once decided, what it holds."""

    fund: Fund
    effects: tuple[ledger.Effect, ...]
    is_reserved: bool
    held: MoneyTable | None  # what the case's decision has bound, paid and returned
    left: MoneyTable | None  # before anything is proposed
    may_read: bool

    @property
    def table(self) -> MoneyTable | None:
        """Before, the amount, after; year by year."""
        if not self.effects:
            return None
        rows = (
            ("Kvar att besluta före", "before", ""),
            ("Förslaget", "amount", ""),
            ("Kvar att besluta efter", "after", "sum"),
        )
        cells = {what: [getattr(effect, what) for effect in self.effects] for _, what, _ in rows}
        return MoneyTable(
            f"Öronmärkta pengar före och efter förslaget: {self.fund}",
            ("Kronor", *(str(effect.year) for effect in self.effects), "Totalt"),
            tuple(MoneyRow(name, (*cells[what], sum(cells[what], ZERO)), kind) for name, what, kind in rows),
        )

    @property
    def faults(self) -> list[str]:
        """The sentences of the years where it does not fit."""
        return [ledger.overdrawn(self.fund.name, effect) for effect in self.effects if not effect.fits]


def room_of(dossier: Dossier) -> Room | None:
    """The room that the case's proposal would take, or what its decision has bound; None without earmarked money."""
    application = dossier.application
    fund = application.call.fund if application is not None else None
    if fund is None:
        return None
    may_read = bool({fund.board_id, fund.programme.board_id} & dossier.user.boards_as(*READERS))
    own = dossier.case.fund_entries.filter(fund=fund).sheet()
    reserved, bound = ledger.held(own), own.total.bound > 0
    amounts = {} if bound or dossier.decision is not None else reserved
    if not amounts and not bound and dossier.decision is None and dossier.memo is not None:
        amounts = dossier.memo.amounts_by_year()
    whole = fund.entries.sheet()
    return Room(
        fund,
        tuple(ledger.effects(whole, amounts, reserved)),
        bool(reserved),
        table(own, f"Det ärendet har i {fund}") if bound else None,
        _left(whole, fund) if not (amounts or bound or dossier.decision) else None,
        may_read,
    )


def _left(sheet: ledger.Sheet, fund: Fund) -> MoneyTable:
    columns = [*sheet.years.values(), sheet.total]
    row = MoneyRow("Kvar att besluta", tuple(column.left for column in columns))
    return MoneyTable(f"Kvar att besluta i {fund}", ("Kronor", *map(str, sheet.years), "Totalt"), (row,))
