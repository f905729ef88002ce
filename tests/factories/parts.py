"""Cases in a call with three kinds of support: places in a training, seats in a network, money (N-02–N-04)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from applications.budget.support import Support
from applications.models import Call
from applications.models.component import wanted
from applications.services import drafting
from portal.demo.stories import others
from portal.demo.stories.script import Story
from reviews.services import proposing

from . import PERIOD, applying_for, call, fill, make_ready, story

COMPONENTS = [
    {"key": "utbildning", "label": "Utbildning i samverkan", "kind": "training", "unit": "platser"},
    {"key": "natverk", "label": "Nationella nätverksträffar", "kind": "network", "unit": "personer"},
    {"key": "pengar", "label": "Ekonomiskt bidrag", "kind": "money", "unit": ""},
]
Requests = Mapping[str, tuple[int, int | None] | None]
ALL: Requests = {"utbildning": (20, None), "natverk": (6, 8), "pengar": None}
NETWORK: Requests = {"natverk": (6, 8)}
APPLIED = 90_000
TIMES = {
    "utbildning": (date(2027, 8, 23), date(2028, 6, 9), "läsåret 27/28"),
    "natverk": (date(2027, 1, 1), date(2028, 12, 31), ""),
    "pengar": (date(2027, 1, 1), date(2027, 12, 31), ""),
}


def parts_call(**rules: Any) -> Call:
    return call(**{"components": COMPONENTS, **rules})


def asking_tale(requests: Requests = ALL, in_call: Call | None = None, *, title: str = "Hälsosamma unga") -> Story:
    """A draft that asks for kinds of support and may be sent in. Without money it has no budget and no account."""
    in_call = in_call or parts_call()
    tale = story()
    tale.begin_application(in_call)
    if "pengar" in requests:
        fill(tale, title=title, money=applying_for(APPLIED, in_call))
    else:
        tale.write(others.text(title, "Träffar i hela länet.", "Unga"), PERIOD)
        tale.finish()
        values = {"vat": "", "account_no": "", "procurement": "", "owns_account": False}
        drafting.save_section(
            tale.application, section="sokande", values=values, unparsed={}, version=None, by=tale.lead
        )
    drafting.save_project(tale.application, values={}, requests=requests, unparsed={}, version=None, by=tale.lead)
    return tale


def supports_of(tale: Story, **changes: Mapping[str, Any]) -> list[Support]:
    """All that the story's application asks for, granted in full, but for the changes by kind of support."""
    rows = []
    for row in wanted(tale.application):
        start, end, label = TIMES[row.key]
        support = Support(
            key=row.key,
            label=row.label,
            kind=row.kind,
            outcome="granted",
            unit=row.unit,
            quantity_from=row.quantity_from,
            quantity_to=row.quantity_to,
            period_start=start,
            period_end=end,
            period_label=label,
            amounts={2027: Decimal(APPLIED)} if row.is_money else {},
        )
        rows.append(replace(support, **changes.get(row.key, {})))
    return rows


REFUSED = {"outcome": "rejected"}
PART = {"outcome": "partial", "amounts": {2027: Decimal(60_000)}}


def propose(tale: Story, supports: Sequence[Support], share: str | None = "0.4") -> None:
    """The proposal is handed to the head of unit."""
    values = {"reasons": others.REASONS, "conditions": "", "share": Decimal(share) if share else None}
    memo = proposing.save(tale.the_case, values=values, supports=supports, version=None, by=tale.officer)
    tale.hear_or_waive(memo.kind)
    proposing.submit(memo, by=tale.officer)


def prepared_parts_tale(requests: Requests = ALL, in_call: Call | None = None, **more: Any) -> Story:
    tale = asking_tale(requests, in_call, **more)
    tale.submit()
    tale.assign()
    tale.prepare()
    tale.assess(others.SCORES, others.CHILD, others.SUMMARY)
    return tale


def proposed_parts_tale(requests: Requests = ALL, in_call: Call | None = None, **changes: Mapping[str, Any]) -> Story:
    tale = prepared_parts_tale(requests, in_call)
    propose(tale, supports_of(tale, **changes))
    tale.approve_proposal()
    return tale


def granted_parts_tale(requests: Requests = ALL, in_call: Call | None = None, **changes: Mapping[str, Any]) -> Story:
    """Decided on delegation, the letter made and sent."""
    tale = proposed_parts_tale(requests, in_call, **changes)
    tale.decide_by_delegation("handlaggare")
    make_ready(tale.the_case)
    tale.dispatch()
    return tale
