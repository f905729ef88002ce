"""How much a claim pays: cumulative, so that rounding never drifts and the cap is never passed (domain.md §3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from portal.money import floor_kr, round_kr

from . import explain
from .lines import ZERO, Line


@dataclass(frozen=True, slots=True)
class Payment:
    """What to pay now, in whole kronor, and how it came about.

    `entitled` is what the approved costs have earned so far; `overpaid` is what has been paid beyond it, the advance
    included, and is settled against the next claim, or demanded back at the end (domain.md §9 case 27).
    """

    amount: Decimal
    by_percent: Decimal
    entitled: Decimal
    overpaid: Decimal
    lines: tuple[Line, ...]


def payable(
    decided_share: Decimal,
    approved_cumulative: Decimal,
    cap: Decimal,
    paid: Decimal,
    unsettled_advance: Decimal = ZERO,
    withheld: Decimal = ZERO,
    retention: Decimal = ZERO,
    is_last: bool = False,
    is_asked: bool = False,
) -> Payment:
    """Return max(0, min(round_kr(share × approved), cap) − paid − unsettled advance − withheld), in whole kronor.

    `retention` is the share of what has been earned that the call holds back until the last claim (0.1 is 10 %; L10):
    counted on all of it so far, in whole kronor, so that it neither drifts nor is held twice. The last claim has none.

    `unsettled_advance` is the whole advance that has been paid (domain.md §2.8): since all is counted from the start,
    what earlier claims have settled of it is in `entitled` already. After the last claim (`is_last`) what is left of it
    is told as money to pay back.

    `decided_share` is the decision's, not the calculated one (0.28 is 28 %). `approved_cumulative` is all approved
    costs so far, less income, with öre. `paid` leaves the advance out. A cap with öre counts as whole kronor,
    rounded down. `is_asked` tells it as what is asked for. Raises ValueError for a share outside 0–1 or a negative cap,
    payment, advance or withheld amount.
    """
    if not 0 <= decided_share <= 1:
        raise ValueError("a share lies between 0 and 1")
    if not 0 <= retention < 1:
        raise ValueError("what is held back is a share below 1")
    if min(cap, paid, unsettled_advance, withheld) < 0:
        raise ValueError("cap, payments, advance and what is withheld cannot be negative")
    whole_cap = floor_kr(cap)
    by_percent = round_kr(decided_share * approved_cumulative)
    entitled = max(ZERO, min(by_percent, whole_cap))
    retained = round_kr(retention * entitled)
    amount = floor_kr(max(ZERO, entitled - paid - unsettled_advance - withheld - retained))
    overpaid = max(ZERO, paid + unsettled_advance - entitled)
    return Payment(
        amount=amount,
        by_percent=by_percent,
        entitled=entitled,
        overpaid=overpaid,
        lines=explain.payment(
            share=decided_share,
            approved=approved_cumulative,
            by_percent=by_percent,
            cap=whole_cap,
            paid=paid,
            unsettled_advance=unsettled_advance,
            withheld=withheld,
            retention=retention,
            retained=retained,
            amount=amount,
            overpaid=overpaid,
            is_last=is_last,
            is_asked=is_asked,
        ),
    )
