"""What the figures say in Swedish: the lines beside a calculation and the faults of a budget."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from portal.money import exact, floor_kr, kronor, ore, percent, round_kr, whole_percent

from .lines import ZERO, Base, Fault, Level, Line

NBSP = "\u00a0"

ROUNDING_NOTE = (
    "Beloppen är avrundade till hela kronor. Summorna är räknade på belopp som inte är avrundade och kan därför skilja "
    "någon krona från summan av de avrundade beloppen."
)


# The budget

BASES: dict[Base, str] = {
    "total_cost": "kostnaderna",
    "booked_cost": "de bokförda kostnaderna",
    "eligible_cost": "de stödberättigande kostnaderna",
}


def budget(
    costs: Decimal,
    funding: Decimal,
    applied: Decimal,
    share: Decimal | None,
    indirect_rate: Decimal | None,
) -> tuple[Line, ...]:
    """Tell how a budget came out."""
    lines = [Line("Summa kostnader", _kr(ore(costs))), Line("Summa finansiering", _kr(ore(funding)))]
    if indirect_rate is not None:
        lines.append(
            Line("Påslag för indirekta kostnader, räknat per år och avrundat till öre", percent(indirect_rate))
        )
    if share is not None:
        lines.append(Line(f"Det ni söker, {percent(share)} av kostnaderna", _kr(ore(applied))))
    return tuple(lines)


def indirect(rate: Decimal, staff_labels: Sequence[str]) -> str:
    """21,39 % av egen personal."""
    what = staff_labels[0] if len(set(staff_labels)) == 1 else "personalkostnaderna"
    return f"{percent(rate)} av {what[:1].lower()}{what[1:]}"


def difference(amount: Decimal) -> str:
    """The remark beside costs minus funding: what is missing, where; or that it balances."""
    if not amount:
        return "Går ihop"
    return "saknas i finansieringen" if amount > 0 else "för mycket i finansieringen"


def unbalanced(year: int, costs: Decimal, funding: Decimal) -> Fault:
    """A year whose costs and funding differ, with both ways to mend it (domain.md §1.3 item 8)."""
    gap = abs(costs - funding)
    # Whole kronor read best, but a gap of a few öre would print as two equal sums.
    figure = kronor if gap == round_kr(gap) else ore
    mend = (
        f"Lägg till {_kr(figure(gap))} i finansieringen eller minska kostnaderna lika mycket."
        if costs > funding
        else f"Minska finansieringen med {_kr(figure(gap))} eller lägg till lika mycket i kostnaderna."
    )
    return Fault(
        f"{year} går inte ihop. Kostnaderna är {_kr(figure(costs))}, finansieringen {_kr(figure(funding))}. {mend}",
        f"balance-{year}",
    )


def share_too_large(
    applied: Decimal, largest: Decimal, max_share: Decimal, *, base: Base = "total_cost", also_ours: Decimal = ZERO
) -> Fault:
    """More of the payer's money than the share allows; the largest amount is told in whole kronor, rounded down.

    `also_ours` is money from the payer's own organisation beside what is applied for (domain.md §9 case 12).
    """
    told = f"Ni söker {_kr(exact(applied))}"
    if also_ours:
        told += f" och har {_kr(exact(also_ours))} till från oss, som är samma organisation"
    most = floor_kr(largest)
    return Fault(
        f"{told}. Vi betalar högst {percent(max_share)} av {BASES[base]}, för er {_kr(kronor(most))}. "
        f"{_lower(applied + also_ours - most)}",
        "applied",
    )


def amount_too_large(applied: Decimal, max_amount: Decimal, step: int | None = None) -> Fault:
    """More applied for than the call's highest amount, or than the step of it (V-02)."""
    most = _kr(exact(max_amount))
    limit = f"I steg {step} kan ni söka högst {most}." if step else f"Det högsta ni kan söka är {most}."
    return Fault(f"Ni söker {_kr(exact(applied))}. {limit} {_lower(applied - max_amount)}", "applied")


def amount_too_small(applied: Decimal, min_amount: Decimal, level: Level) -> Fault:
    """Less applied for than the call's smallest amount: as grave as the call says."""
    return Fault(
        f"Ni söker {_kr(exact(applied))}. Det minsta ni kan söka är {_kr(exact(min_amount))}. "
        "Sök mer, eller ring oss om projektet ska vara så litet.",
        "applied",
        level,
    )


def unusually_large(label: str, row_key: str, year: int, share: Decimal, usual: Decimal) -> Fault:
    """A category that takes more of the costs than is usual in the call: allowed, but a reader will ask."""
    return Fault(
        f"{label} är {percent(share)} av kostnaderna. Är det mer än {percent(usual)} brukar vi fråga varför. "
        "Kontrollera att det är rätt.",
        f"{row_key}-{year}",
        "warning",
    )


def outside_period(year: int, row_key: str) -> Fault:
    """Amounts in a year that the project does not touch."""
    return Fault(
        f"{year} ligger utanför projektperioden. Flytta beloppen till ett annat år eller ändra perioden.",
        f"{row_key}-{year}",
    )


def negative(label: str, year: int, row_key: str) -> Fault:
    """A cost or a financier below zero."""
    return Fault(f"{label} {year} är mindre än 0. Skriv ett belopp som är 0 eller mer.", f"{row_key}-{year}")


def positive_income(label: str, year: int, row_key: str) -> Fault:
    """Income typed without its minus sign, which would add to the costs."""
    return Fault(
        f"{label} {year} ska stå med minus framför, eftersom intäkter minskar kostnaderna.",
        f"{row_key}-{year}",
    )


def no_costs() -> Fault:
    """A budget without costs, in the words of the section's own list too."""
    return Fault("Skriv vad projektet kostar.", "costs")


def nothing_applied() -> Fault:
    """A budget that asks for nothing, in the words of the section's own list, so that a list of both says it once."""
    return Fault("Skriv hur mycket ni söker av oss.", "applied")


def empty_year(year: int) -> Fault:
    """A year of the period without costs: allowed, seldom meant."""
    return Fault(
        f"{year} har inga kostnader. Kontrollera att projektet inte kostar något det året.",
        f"balance-{year}",
        "warning",
    )


def same_money_twice(label: str, row_key: str) -> Fault:
    """The same organisation with the same money on two rows; with different money it is right (§9 case 13)."""
    return Fault(f"{label} står två gånger. Slå ihop raderna om det är samma pengar.", row_key, "warning")


def nothing_promised(row_key: str) -> Fault:
    """All that others are to pay has only been applied for: nobody has decided on it or meant to (domain.md §3.2)."""
    return Fault(
        "Ingen annan har lovat pengar: allt som andra ska betala är bara sökt. Kontrollera om någon kan besluta eller "
        "skriva en avsiktsförklaring innan ni skickar in.",
        row_key,
        "warning",
    )


def more_than_full_time(who: str, year: int, share: Decimal, row_key: str) -> Fault:
    """The same person, or the same role where nobody is named, for more than all the time there is."""
    return Fault(
        f"{who} är uppe i {percent(share)} av heltid {year}. Sänk omfattningen eller månaderna, eller dela upp rollen "
        "på flera personer.",
        row_key,
        "warning",
    )


def no_other_financier(nameless: Sequence[tuple[str, str]] = ()) -> Fault:
    """Only the payer itself finances the project (domain.md §2.8, co-financing).

    `nameless` are those who pay, as (label, row key), whose organisation is not known by its number: that is the
    place to mend it.
    """
    if nameless:
        label, row_key = nameless[0]
        return Fault(
            "Någon mer än vi behöver vara med och betala, och det räknas per organisationsnummer. "
            f"Skriv organisationsnumret för {label}.",
            f"{row_key}-orgnr",
        )
    return Fault(
        "Någon mer än vi behöver vara med och betala. Lägg till en finansiär från en annan organisation.", "applied"
    )


# The decision


def decided_share(decided: Decimal, calculated: Decimal | None) -> str:
    """28 % (beräknat 27,6 %): both are told when they differ (domain.md §1.3 item 9)."""
    if calculated is None or percent(decided) == percent(calculated):
        return percent(decided)
    return f"{percent(decided)} (beräknat {percent(calculated)})"


def share_in_words(share: Decimal) -> str:
    """28 procent: whole percent for running text."""
    return whole_percent(share).replace("%", "procent")


def share_and_cap_differ(decided: Decimal, costs: Decimal, cap: Decimal) -> Fault | None:
    """Warn when the decided share of the budget and the cap are more than 1 kr apart, and say which one holds.

    For whoever writes the memo, not for the payment (domain.md §1.3 item 10, §9 case 2).
    """
    by_share = round_kr(decided * costs)
    if abs(by_share - cap) <= 1:
        return None
    told = f"{percent(decided)} av budgeten är {_kr(kronor(by_share))}"
    if by_share > cap:
        return Fault(f"{told} men taket är {_kr(exact(cap))}. Taket gäller.", "cap", "warning")
    return Fault(f"{told} och når inte upp till taket {_kr(exact(cap))}. Andelen gäller.", "cap", "warning")


# The payment


def payment(
    *,
    share: Decimal,
    approved: Decimal,
    by_percent: Decimal,
    cap: Decimal,
    paid: Decimal,
    unsettled_advance: Decimal,
    withheld: Decimal,
    retention: Decimal,
    retained: Decimal,
    amount: Decimal,
    overpaid: Decimal,
    is_last: bool,
    is_asked: bool = False,
) -> tuple[Line, ...]:
    """Tell step by step how a payment was computed; steps that are zero are left out, but for the result.

    `is_asked`: nobody has approved the costs yet, so it is what the applicant accounts for and asks for.

    What has been paid beyond what is earned is what is left of an advance, as far as there is one.
    """
    lines = [
        Line("Kostnader ni har redovisat" if is_asked else "Godkända kostnader hittills", _kr(ore(approved))),
        Line(f"{percent(share)} av dem, i hela kronor", _kr(kronor(by_percent))),
    ]
    if by_percent > cap:
        lines.append(Line("Högst enligt beslutet, taket gäller", _kr(kronor(cap))))
    deductions = (
        ("Redan utbetalt, utöver förskottet" if unsettled_advance else "Redan utbetalt", paid),
        ("Förskott som dras av", unsettled_advance),
        ("Hålls inne tills slutrapporten är godkänd", withheld),
        (f"{percent(retention)} hålls inne till slutrekvisitionen", retained),
    )
    lines += [Line(text, _kr(exact(-deduction))) for text, deduction in deductions if deduction]
    lines.append(Line("Ni begär" if is_asked else "Att betala nu", _kr(kronor(amount))))
    then = "ska betalas tillbaka" if is_last else "räknas av mot nästa utbetalning"
    left = min(overpaid, unsettled_advance)
    if left:
        lines.append(Line(f"Kvar av förskottet, {then}", _kr(exact(left))))
    if overpaid > left:
        lines.append(Line(f"För mycket utbetalt, {then}", _kr(exact(overpaid - left))))
    return tuple(lines)


def _lower(excess: Decimal) -> str:
    return f"Minska det ni söker med minst {_kr(exact(excess))} och fyll på från en annan finansiär."


def _kr(figure: str) -> str:
    return f"{figure}{NBSP}kr"
