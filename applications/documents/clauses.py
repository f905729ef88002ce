"""The clauses of a decision: generated from its fields, in the form that law and habit give them ("att …")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal import dates
from portal.money import kronor, percent

from ..budget.support import Support
from ..enums import DecisionKind, DismissalGround
from ..models import Application, Decision, component
from ..selectors import windows
from . import figures, supports

BECAUSE = {
    DismissalGround.WRONG_APPLICANT: "sökanden inte hör till dem som kan få stöd i utlysningen",
    DismissalGround.UNSIGNED: "den inte är undertecknad av någon som får företräda sökanden",
    DismissalGround.INCOMPLETE: "den inte är kompletterad med det som behövs för att den ska kunna prövas",
}


@dataclass(frozen=True, slots=True)
class Yes:
    """What a bifall gives, decided or only proposed: share a fraction, cap and advance kronor, `amounts` kronor per
    year, `source` whose money it is."""

    is_partial: bool
    share: Decimal | None
    cap: Decimal | None
    advance: Decimal | None
    start: date | None
    end: date | None
    gives_money: bool
    source: str
    amounts: Sequence[tuple[int, Decimal]]
    has_conditions: bool
    supports: Sequence[Support]


def in_words(share: Decimal) -> str:
    """28 procent or 27,6 procent: what was decided is never rounded in the text that binds."""
    return percent(share).replace("%", "procent")


def heading(decision: Decision) -> str:
    """Who decides, in the definite form; on delegation the person, on whose behalf (kommunallagen 6:37, 7:5)."""
    if decision.is_delegated:
        return f"{decision.decided_by}, beslutar på delegation från {decision.board.definite}"
    return f"{decision.board.definite} beslutar"


def approval(decision: Decision, application: Application) -> list[str]:
    """The clauses of a bifall, whole or partial."""
    yes = Yes(
        is_partial=decision.kind == DecisionKind.PARTIAL,
        share=decision.share,
        cap=decision.cap,
        advance=decision.advance,
        start=decision.period_start,
        end=decision.period_end,
        gives_money=decision.gives_money,
        source=decision.funding_source.name,
        amounts=[(row.year, row.amount) for row in decision.amounts.all()],
        has_conditions=decision.conditions.exists(),
        supports=component.supports(decision),
    )
    return giving(yes, application, "beslutet")


def giving(yes: Yes, application: Application, where: str) -> list[str]:
    """The clauses of a yes (domain.md §4.1). Amounts per year are printed in whole kronor, each by itself. `where`
    the particular conditions stand, in the definite form."""
    terms = f"de allmänna villkoren ({figures.within(application.call_version.terms_version)})"
    if yes.has_conditions:
        terms += f" och de särskilda villkoren i {where}"
    return [
        *_given(yes, application),
        *(_years(yes) if yes.gives_money else ()),
        *_advance(yes),
        *(["att i övrigt avslå ansökan,"] if yes.is_partial else ()),
        f"att {terms} gäller för stödet,",
        "att beslutet får återkallas och stödet krävas tillbaka, helt eller delvis, om villkoren inte följs.",
    ]


def _given(yes: Yes, application: Application) -> list[str]:
    """What is given: one clause, or one for each kind of support."""
    share = in_words(yes.share) if yes.share is not None else ""
    if parts := supports.clauses(yes.supports, application, share):
        return parts
    organisation = application.case.organisation
    assert yes.cap is not None  # a yes without kinds of support is about money
    assert yes.start and yes.end
    period = dates.period_long(yes.start, yes.end)
    return [
        f"att bevilja {organisation.name} ({organisation.orgnr}) stöd till projektet {application.title} med "
        f"{share} av projektets bokförda kostnader, dock högst "
        f"{kronor(yes.cap)} kronor, för perioden {period},",
    ]


def _advance(yes: Yes) -> list[str]:
    """What may be paid before any cost, and how it comes back (domain.md §2.8)."""
    if yes.advance is None:
        return []
    return [
        f"att {kronor(yes.advance)} kronor av stödet får betalas i förskott när det begärs, och räknas av mot de "
        "rekvisitioner som följer,"
    ]


def rejection(application: Application) -> list[str]:
    """The clause of an avslag."""
    organisation = application.case.organisation
    return [
        f"att avslå ansökan från {organisation.name} ({organisation.orgnr}) om stöd till projektet {application.title}."
    ]


def discontinued(application: Application) -> list[str]:
    """The clause of an avskrivning."""
    organisation = application.case.organisation
    return [
        f"att avskriva ärendet om stöd till projektet {application.title}, eftersom {organisation.name} "
        f"({organisation.orgnr}) har återtagit ansökan."
    ]


def dismissed(decision: Decision, application: Application) -> list[str]:
    """The clause of an avvisning, with its ground (domain.md §4.1)."""
    organisation = application.case.organisation
    ground = DismissalGround(decision.dismissal_ground)
    because = _late(application) if ground == DismissalGround.LATE else BECAUSE[ground]
    return [
        f"att avvisa ansökan från {organisation.name} ({organisation.orgnr}) om stöd till projektet "
        f"{application.title}, eftersom {because}."
    ]


def _late(application: Application) -> str:
    """Both instants and the time between them: seconds count (domain.md §9 case 3)."""
    window = application.window
    assert application.shared_at is not None and window is not None and window.closes_at is not None
    return (
        f"den kom in {dates.datetime_long(application.shared_at)}, {windows.how_late(application)} "
        f"({dates.datetime_long(window.closes_at)})"
    )


def _years(yes: Yes) -> list[str]:
    parts = [f"{kronor(amount)} kronor för {year}" for year, amount in yes.amounts]
    if not parts:
        return [f"att stödet tas ur {yes.source},"]
    return [f"att stödet tas ur {yes.source} med {figures.listed(parts)},"]
