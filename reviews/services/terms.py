"""The terms of a decision: as the memo proposes them, as they follow from what is given, and what must fit together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from applications.budget import advance, support
from applications.budget.calculation import calculate
from applications.budget.outcome import kind_of_money, kind_of_parts
from applications.budget.spreading import spread
from applications.budget.support import Support, money_of, period_of
from applications.enums import GRANTS, ConditionKind
from applications.models import Application
from applications.models.budget_rows import budget_input
from applications.models.component import wanted
from portal import dates
from portal.money import kronor, round_kr

from ..models import Memo

ZERO = Decimal(0)


@dataclass(frozen=True)
class Terms:
    """What was decided. share is a fraction (0.28), cap and amounts kronor with öre, advance what of the cap may be
    paid before any cost; conditions (text, kind, due).

    With `supports`, one for each kind of support that is asked for, the rest but share, reasons and conditions follows
    from them (`settled`). Without money share and cap are None. `may_start_early`: the project may begin before the day
    of the decision, and then the decision says so (G-07).
    """

    kind: str
    reasons: str
    share: Decimal | None = None
    cap: Decimal | None = None
    advance: Decimal | None = None
    amounts: Mapping[int, Decimal] = field(default_factory=dict)
    period_start: date | None = None
    period_end: date | None = None
    conditions: Sequence[tuple[str, str, date | None]] = ()
    supports: Sequence[Support] = ()
    may_start_early: bool = False

    @property
    def grants(self) -> bool:
        return self.kind in GRANTS

    @property
    def gives_money(self) -> bool:
        return self.grants and self.cap is not None


def proposed_terms(application: Application) -> Terms:
    """The memo's proposal as terms: the cap spread over the years as the applied money is (domain.md §4.1)."""
    memo = Memo.objects.get(case=application.case_id)
    lines = [line.strip() for line in memo.conditions.splitlines() if line.strip()]
    conditions = [(line, ConditionKind.ONGOING.value, None) for line in lines]
    if memo.kind not in GRANTS or (memo.gives_money and memo.cap is None):
        return Terms(kind=memo.kind, reasons=memo.reasons, supports=memo.supports)
    terms = Terms(
        kind=memo.kind,
        reasons=memo.reasons,
        share=memo.share,
        cap=memo.cap,
        advance=memo.advance,
        period_start=application.period_start,
        period_end=application.period_end,
        conditions=conditions,
        supports=memo.supports,
    )
    if terms.supports:
        return _of_parts(terms)
    assert memo.cap is not None  # a proposal without kinds of support is about money
    return replace(terms, amounts=spread(memo.cap, calculate(budget_input(application)).applied.by_year))


def settled(application: Application, terms: Terms) -> Terms:
    """The terms with what follows from them: with kinds of support nearly all, else that a smaller yes is partial.

    Raises ValidationError when the parts of a yes do not fit together; a constraint would refuse it later. The keys of
    the faults are the columns', and `<kind of support>-<column>` for a kind of support.
    """
    if not terms.reasons.strip():
        raise ValidationError({"reasons": "Skriv skälen för beslutet."})
    if asked := wanted(application):
        _check_parts(terms, asked)
        terms = _of_parts(terms)
    else:
        applied = calculate(budget_input(application)).applied.total
        terms = replace(terms, kind=kind_of_money(terms.kind, terms.cap, applied), supports=())
    if not terms.gives_money:
        terms = replace(terms, advance=None)
    faults = _faults(terms) if terms.grants else {}
    if text := advance.fault(terms.advance, terms.cap, application.call_version.advance_limits):
        faults["advance"] = text
    if faults:
        raise ValidationError(faults)
    return terms


def checked_start(terms: Terms, made_on: date) -> Terms:
    """The terms with what the decision says of a start before its own day, which no project has otherwise (G-07).

    `made_on` is the local day of the decision. Raises ValidationError for a start before it that is not allowed.
    """
    start = terms.period_start
    if not terms.grants or start is None or start >= made_on:
        return terms
    if not terms.may_start_early:
        raise ValidationError(
            {
                "may_start_early": f"Projektet börjar {dates.long(start)}, före beslutet {dates.long(made_on)}. Flytta "
                "starten, eller kryssa i att det får börja före beslutet."
            }
        )
    says = f"Projektet får börja {dates.long(start)}, före beslutet. Kostnader räknas från den dagen."
    return replace(terms, conditions=[(says, ConditionKind.ONGOING.value, None), *terms.conditions])


def _of_parts(terms: Terms) -> Terms:
    amounts = money_of(terms.supports)
    cap = sum(amounts.values(), ZERO) or None
    start, end = period_of(terms.supports) or (None, None)
    return replace(
        terms,
        kind=kind_of_parts(row.outcome for row in terms.supports),
        share=terms.share if cap else None,
        cap=cap,
        amounts=amounts,
        period_start=start,
        period_end=end,
    )


def _check_parts(terms: Terms, asked: Sequence[support.Wanted]) -> None:
    """Each kind of support that is asked for has one outcome, and nothing else is decided."""
    given = {row.key: row for row in terms.supports}
    faults: dict[str, str] = {}
    for row in asked:
        if row.key not in given:
            faults[f"{row.key}-outcome"] = f"Välj ett utfall för {row.label}."
            continue
        for name, text in support.faults(given[row.key], row).items():
            faults[f"{row.key}-{name}"] = text
    for key in given.keys() - {row.key for row in asked}:
        faults[f"{key}-outcome"] = "Sökanden har inte sökt det stödet."
    if faults:
        raise ValidationError(faults)


def _faults(terms: Terms) -> dict[str, str]:
    faults: dict[str, str] = {}
    if terms.period_start is None or terms.period_end is None or terms.period_end < terms.period_start:
        faults["period_end"] = "Skriv från och till vilken dag stödet gäller."
    if terms.supports and terms.cap is None:
        return faults
    if terms.share is None or not ZERO < terms.share <= 1:
        faults["share"] = "Skriv andelen i procent, mer än 0 och högst 100."
    if terms.cap is None or terms.cap <= 0 or terms.cap != terms.cap.to_integral_value():
        faults["cap"] = "Skriv det högsta beloppet i hela kronor."
    total = round_kr(sum(terms.amounts.values(), ZERO))
    if any(amount < 0 for amount in terms.amounts.values()):
        faults["amounts"] = "Ett belopp kan inte vara mindre än 0 kr."
    elif "cap" not in faults and total != terms.cap:
        cap = kronor(terms.cap or ZERO)
        faults["amounts"] = f"Åren blir {kronor(total)} kr men högsta beloppet är {cap} kr. Gör dem lika."
    return faults
