"""The decision that ends a project before its time: what its letter says beside what every decision says (§4.1)."""

from decimal import Decimal
from typing import Any

from django.db.models import Sum

from portal import dates
from portal.money import NBSP, kronor

from ..enums import FundEntryKind
from ..models import Decision, EarlyClose, Payout

ZERO = Decimal(0)


def letter(decision: Decision) -> dict[str, Any]:
    """The parts of templates/pdf/decision.html that an avslut i förtid fills, texts ready."""
    closing: EarlyClose = decision.early_close
    assert closing.last_day is not None and closing.final_due_on is not None  # a constraint of every proposal
    case = decision.case
    last_day, due_on = dates.long(closing.last_day), dates.long(closing.final_due_on)
    return {
        "kind": "avslut i förtid",
        "heading": f"{case.application.title} avslutas i förtid",
        "lead": f"Projektet avslutas {last_day}. {_no_costs(closing)}"
        f"Det som är kvar att redovisa lämnar ni senast {due_on}.",
        "acceptance_due": "",
        "clauses": _clauses(decision, closing, last_day, due_on),
        "facts": _facts(closing, last_day),
        "case_history": _history(closing),
        "budget": None,
        "rounding_note": "",
        "conditions": None,
        "reporting": [],
        "payment": [],
        "next_steps": _steps(decision, due_on),
    }


def _no_costs(closing: EarlyClose) -> str:
    return "Kostnader efter den dagen ger inget stöd. " if closing.project.decision.gives_money else ""


def _clauses(decision: Decision, closing: EarlyClose, last_day: str, due_on: str) -> list[str]:
    case, project = decision.case, closing.project
    ends = (
        f"att projektet {case.application.title}, som {case.organisation.name} ({case.organisation.orgnr}) driver, "
        f"avslutas i förtid den {last_day},"
    )
    if not project.decision.gives_money:
        return [ends, f"att slutrapport ska lämnas senast den {due_on}."]
    return [
        ends,
        f"att kostnader efter den {last_day} inte ger rätt till stöd,",
        f"att slutrapport och slutrekvisition ska lämnas senast den {due_on},",
        f"att beviljat stöd som inte betalas ut efter slutrekvisitionen återförs till {_purse(project.decision)}.",
    ]


def _purse(granted: Decision) -> str:
    """The earmarked money that the grant bound, or else the money of its programme."""
    entry = granted.fund_entries.filter(kind=FundEntryKind.BOUND).select_related("fund").first()
    return entry.fund.name if entry is not None else granted.funding_source.name


def _facts(closing: EarlyClose, last_day: str) -> list[list[str]]:
    project = closing.project
    facts = [
        ["Orsak", closing.get_reason_display()],
        ["Sista dag för kostnader", last_day],
        ["Beviljad period", dates.period_long(project.period_start, project.period_end)],
    ]
    if (cap := project.decision.cap) is not None:
        paid = Payout.objects.filter(claim__project=project, paid_on__isnull=False).aggregate(total=Sum("amount"))
        facts.append(["Beviljat", f"högst {kronor(cap)}{NBSP}kr"])
        facts.append(["Utbetalt hittills", f"{kronor(paid['total'] or ZERO)}{NBSP}kr"])
    return facts


def _history(closing: EarlyClose) -> list[str]:
    granted = closing.project.decision
    told = [f"{granted.decided_by} beviljade stödet {dates.long(granted.made_on)}, {granted.paragraph}."]
    if closing.requested_at is not None:
        told.append(f"Sökanden bad själv om avslutet {dates.datetime_long(closing.requested_at)}.")
    if closing.warned_at is not None:
        told.append(f"Sökanden fick veta att vi övervägde detta {dates.datetime_long(closing.warned_at)}.")
    if closing.commented_at is not None:
        told.append(f"Sökandens svar kom {dates.datetime_long(closing.commented_at)} och har vägts in.")
    elif closing.warned_at is not None:
        told.append("Sökanden har inte svarat inom tiden.")
    return [" ".join(told)]


def _steps(decision: Decision, due_on: str) -> list[str]:
    officer = decision.case.officer or decision.case.programme.contact
    ways = " och ".join(filter(None, (officer.phone, officer.email)))
    return [
        f"Det som ska lämnas finns i Investeringsportalen. Det gäller tiden till och med sista dagen och lämnas "
        f"senast {due_on}. Annat som skulle ha lämnats för tiden därefter ställs in.",
        "När slutrapporten är godkänd går dess slutsatser att läsa på projektets öppna sida.",
        f"Frågor om beslutet svarar {officer.name} på: {ways}.",
    ]
