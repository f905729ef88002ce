"""What a call's choice of earmarked money touches: the decisions and proposals of its cases, and by how much."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from applications.budget import ledger
from applications.enums import GRANTS, ApplicationState, FundEntryKind
from applications.models import Call, Case, Decision, Fund, FundEntry
from portal.accounts.models import User

from ..enums import MemoState
from ..models import Memo
from .door import cases

ZERO = Decimal(0)
WAITING = (ApplicationState.PROPOSED, ApplicationState.ON_AGENDA)


@dataclass(frozen=True)
class Touched:
    """A case that the choice touches: how much it is about (kronor with öre), and what happens with it.

    `case` is None when it is not the reader's to know. `stops` says that something must be done before money goes out.
    """

    case: Case | None
    what: str
    amount: Decimal
    then: str
    stops: bool = False


def choosable(call: Call) -> QuerySet[Fund]:
    """Money of the call's programme: that of its track, and that of no track."""
    mine = Q(track=None) | Q(track=call.track_id) if call.track_id is not None else Q(track=None)
    return Fund.objects.filter(mine, programme=call.programme_id).order_by("name", "pk")


def waiting_memos(call: Call) -> QuerySet[Memo]:
    """Proposals of the call that the head has approved and nobody has decided: those that hold earmarked money."""
    return (
        Memo.objects.filter(
            state=MemoState.APPROVED, case__application__call=call, case__application__state__in=WAITING
        )
        .select_related("case__application__call", "case__application__call_version")
        .order_by("case_id")
    )


def touched(call: Call, fund: Fund | None, user: User) -> list[Touched]:
    """What the choice does to each case, proposals first. The same number of questions for each proposal."""
    seen = set(cases(user).filter(application__call=call).values_list("pk", flat=True))
    return [*_proposals(call, fund, seen), *_decisions(call, fund, seen)]


def _proposals(call: Call, fund: Fund | None, seen: set[UUID]) -> Iterator[Touched]:
    sheet = fund.entries.sheet() if fund is not None else None
    for memo in waiting_memos(call):
        amounts = memo.amounts_by_year()
        held = sum(ledger.held(memo.case.fund_entries.sheet()).values(), ZERO)
        amount = sum(amounts.values(), ZERO)
        if fund is None or sheet is None:
            if held:
                yield _row(memo.case, seen, "Förslag", held, "Förslaget håller inte längre några öronmärkta pengar.")
            continue
        if not amount:
            continue
        own = ledger.held(memo.case.fund_entries.filter(fund=fund).sheet())
        lacks = next((effect for effect in ledger.effects(sheet, amounts, own) if not effect.fits), None)
        if lacks is not None:
            yield _row(memo.case, seen, "Förslag", amount, ledger.overdrawn(fund.name, lacks), stops=True)
        else:
            yield _row(memo.case, seen, "Förslag", amount, f"Förslaget reserverar pengar i {fund}.")


def _decisions(call: Call, fund: Fund | None, seen: set[UUID]) -> Iterator[Touched]:
    lines = FundEntry.objects.filter(decision=OuterRef("pk"), kind=FundEntryKind.BOUND)
    found = (
        Decision.objects.filter(case__application__call=call, kind__in=GRANTS, cap__gt=0)
        .select_related("case__organisation")
        .annotate(is_bound=Exists(lines))
        .order_by("made_on", "pk")
    )
    for decision in found:
        assert decision.cap is not None  # the filter
        if decision.is_bound:  # type: ignore[attr-defined]  # annotated above
            then, stops = "Beslutet binder redan pengar. De står kvar där de är bundna.", False
        elif fund is not None:
            then = f"Beslutet binder inget i {fund}. Ingenting betalas ut förrän du har bundit det på pengarnas sida."
            stops = True
        elif call.fund_id is not None:
            then, stops = "Beslutet behöver inte längre bindas för att betalas ut.", False
        else:
            continue
        yield _row(decision.case, seen, f"Beslut {decision.paragraph}".strip(), decision.cap, then, stops=stops)


def _row(case: Case, seen: set[UUID], what: str, amount: Decimal, then: str, *, stops: bool = False) -> Touched:
    return Touched(case if case.pk in seen else None, what, amount, then, stops)
