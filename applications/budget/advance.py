"""Money paid before any cost: how large an advance (förskott) may be, and how its payment is told (domain.md §2.8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from portal.money import NBSP, exact, floor_kr, kronor, percent

from .lines import ZERO, Line
from .payment import Payment


@dataclass(frozen=True, slots=True)
class AdvanceLimits:
    """What the call allows of the grant: a share of it (0.5 is 50 %) and an amount in kronor; without both nothing."""

    share: Decimal | None = None
    amount: Decimal | None = None

    @property
    def allows(self) -> bool:
        return self.share is not None or self.amount is not None

    def largest(self, grant: Decimal) -> Decimal:
        """The smaller of the two limits for a grant in kronor, in whole kronor, rounded down; 0 where none is."""
        limits = [grant] if self.allows else [ZERO]
        if self.share is not None:
            limits.append(self.share * grant)
        if self.amount is not None:
            limits.append(self.amount)
        return floor_kr(min(limits))

    def in_words(self) -> str:
        """So many percent of the grant, and the amount."""
        return " och högst ".join(self._told())

    def _told(self) -> Iterator[str]:
        if self.share is not None:
            yield f"{percent(self.share)} av stödet"
        if self.amount is not None:
            yield f"{exact(self.amount)}{NBSP}kr"


def fault(advance: Decimal | None, grant: Decimal | None, limits: AdvanceLimits) -> str:
    """What is wrong with an advance on a grant, both in kronor, with the way to mend it; empty when nothing is."""
    if advance is None:
        return ""
    if not limits.allows:
        return "Utlysningen ger inget förskott. Ta bort beloppet."
    if advance <= 0 or advance != advance.to_integral_value():
        return "Skriv förskottet i hela kronor, mer än 0. Lämna tomt om inget ska betalas i förväg."
    if grant is None:
        return "Skriv först det högsta beloppet. Förskottet är en del av det."
    most = limits.largest(grant)
    if advance <= most:
        return ""
    return (
        f"Förskottet får vara högst {kronor(most)}{NBSP}kr: {limits.in_words()}. "
        f"Minska det med minst {exact(advance - most)}{NBSP}kr."
    )


def payment(advance: Decimal, cap: Decimal) -> Payment:
    """What a decided advance pays, in whole kronor. It comes before all costs, so nothing is taken off."""
    amount = floor_kr(min(advance, cap))
    figure = f"{kronor(amount)}{NBSP}kr"
    return Payment(
        amount=amount,
        by_percent=ZERO,
        entitled=ZERO,
        overpaid=ZERO,
        lines=(
            Line("Beslutat förskott", figure),
            Line("Att betala nu, räknas av mot de rekvisitioner som följer", figure),
        ),
    )
