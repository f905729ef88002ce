"""Support of several kinds in a decision: the table, the clauses and the words of what is given (N-02–N-04)."""

from collections.abc import Iterable

from portal.money import kronor

from ..budget.support import Support, Wanted
from ..enums import ComponentKind
from ..models import Application, Decision
from ..models.component import supports
from . import figures

NOTHING = "–"


def table(decision: Decision) -> list[list[str]]:
    """[kind of support, outcome, how much, when] for each that was asked for; empty where money is all there is."""
    return rows(supports(decision))


def rows(given: Iterable[Support]) -> list[list[str]]:
    """The same of what is only proposed."""
    return [[row.label, row.outcome_label, row.how_much or NOTHING, row.when or NOTHING] for row in given]


def in_words(given: Iterable[Support]) -> str:
    """Utbildning (20 platser, läsåret 18/19) och Nätverksträffar (6–8 personer, 2018–2020): what is given."""
    return figures.listed(_told(row) for row in given if row.gives)


def asked_in_words(asked: Iterable[Wanted]) -> str:
    """The same of what was asked for."""
    return figures.listed(f"{row.label} ({row.how_much})" if row.how_much else row.label for row in asked)


def _told(row: Support) -> str:
    # Money says its years itself.
    about = row.how_much if row.is_money else ", ".join(filter(None, (row.how_much, row.when)))
    return f"{row.label} ({about})" if about else row.label


def clauses(supports: Iterable[Support], application: Application, share: str) -> list[str]:
    """A clause for each kind of support that is given (domain.md §4.1); the first says to whom and for what."""
    body = application.case.organisation
    first = f"att till projektet {application.title} bevilja {body.name} ({body.orgnr}) "
    given = [row for row in supports if row.gives]
    return [
        f"{first if number == 0 else 'att bevilja '}{_what(row, share)}{_when(row)},"
        for number, row in enumerate(given)
    ]


def _when(row: Support) -> str:
    if not row.when:
        return ""
    return f" för {row.when}" if row.is_money else f", {row.when}"


def _what(row: Support, share: str) -> str:
    if row.is_money:
        return (
            f"{figures.within(row.label)} med {share} av projektets bokförda kostnader, "
            f"dock högst {kronor(row.total)} kronor"
        )
    if row.kind == ComponentKind.TRAINING and row.how_much:
        return f"{row.how_much} i {row.label}"
    if row.kind == ComponentKind.NETWORK and row.how_much:
        return f"deltagande för {row.how_much} i {row.label}"
    return f"{row.label}, {row.how_much}" if row.how_much else row.label
