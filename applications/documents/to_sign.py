"""What people put their names to: the words, and the hash of what they are about (domain.md §3.2 step 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from portal import dates
from portal.money import NBSP, kronor, ore

from ..enums import SignaturePurpose
from ..models import Application, Claim, CompletionRequest, Project
from ..models.account import AccountKind
from . import contents


@dataclass(frozen=True, slots=True)
class Statement:
    """`sha256` is hexadecimal. The person signs `text`, which the page shows word for word."""

    purpose: SignaturePurpose
    object_id: UUID
    text: str
    sha256: str


def application(row: Application, data: Mapping[str, Any] | None = None) -> Statement:
    """That the application is right and theirs to send; `data` are its contents where they are at hand."""
    told = contents.contents(row) if data is None else data
    amount = Decimal(told["budget"]["applied"])
    applied = f"{kronor(amount)}{NBSP}kr" if amount else "stöd"
    body = row.case.organisation
    period = f", {dates.period_long(row.period_start, row.period_end)}" if row.period_start and row.period_end else ""
    text = (
        f"Jag intygar att uppgifterna är riktiga och att jag får företräda {body.name} ({body.orgnr}). "
        f"{body.name} ansöker om {applied} för projektet {row}{period}."
    )
    return Statement(SignaturePurpose.APPLICATION, row.pk, text, signed_sha256(told))


def signed_sha256(data: Mapping[str, Any]) -> str:
    """The hash of all that a version freezes but for the number, which is given first when the application comes in."""
    return contents.sha256({key: value for key, value in data.items() if key != "dnr"})


def completion(row: Application, asked: CompletionRequest) -> Statement:
    """That the completion is right, where money or parties are others; the hash covers those as they will be sent."""
    told = contents.money_and_parties(row)
    body, amount = row.case.organisation, Decimal(told["budget"]["applied"])
    applied = f" och ansöker nu om {kronor(amount)}{NBSP}kr" if amount else ""
    text = (
        f"Jag får företräda {body.name} ({body.orgnr}) och intygar att uppgifterna i kompletteringen av ansökan om "
        f"projektet {row} är riktiga. Vi har ändrat pengar eller parter{applied}."
    )
    frozen = {"dnr": row.case.dnr or "", "request": str(asked.pk), **told}
    return Statement(SignaturePurpose.COMPLETION, asked.pk, text, contents.sha256(frozen))


def withdrawal(row: Application, *, reason: str = "") -> Statement:
    """That the application is taken back, and why. Nothing in it needs to be right for that."""
    body = row.case.organisation
    text = (
        f"Jag får företräda {body.name} ({body.orgnr}) och återtar ansökan om stöd till projektet {row}, "
        f"{row.case.dnr}. Vi vet att det som har kommit in finns kvar som allmän handling."
    )
    frozen = {"application": str(row.pk), "dnr": row.case.dnr or "", "reason": reason}
    return Statement(SignaturePurpose.WITHDRAWAL, row.pk, text, contents.sha256(frozen))


def acceptance(project: Project, *, bankgiro: str = "") -> Statement:
    """That the decision and its terms are accepted; the hash covers the frozen decision and the account."""
    body, decision = project.case.organisation, project.decision
    money = ""
    if decision.gives_money and decision.cap is not None:
        money = f" om högst {kronor(decision.cap)}{NBSP}kr"
    account = " Kontot som vi anger tillhör oss." if decision.gives_money else ""
    text = (
        f"Jag får företräda {body.name} ({body.orgnr}) och har läst beslutet{money} för projektet {project}, "
        f"{dates.period_long(project.period_start, project.period_end)}. Vi godkänner beslutet och villkoren.{account}"
    )
    budget = project.new_budget
    # Most accounts are a bankgiro; what was signed before there were others keeps its hash.
    kind = {} if project.account_kind == AccountKind.BANKGIRO else {"account_kind": project.account_kind}
    frozen = kind | {
        "decision": decision.frozen_sha256,
        "bankgiro": bankgiro,
        "new_budget": budget.sha256 if budget is not None else "",
        "terms_version": project.case.application.call_version.terms_version,
    }
    return Statement(SignaturePurpose.ACCEPTANCE, decision.pk, text, contents.sha256(frozen))


def claim(row: Claim) -> Statement:
    """That the costs of the period are booked, paid and claimed once. The sum is that of the saved lines, with öre."""
    body = row.case.organisation
    lines = {line.category: ore(line.amount) for line in row.lines.order_by("category")}
    total = sum((line.amount for line in row.lines.all()), Decimal(0))
    text = (
        f"Jag får företräda {body.name} ({body.orgnr}) och intygar att kostnaderna på {ore(total)}{NBSP}kr för "
        f"projektet {row.project}, {dates.period_long(row.period_start, row.period_end)}, är bokförda och betalda. "
        "Vi begär att få utbetalt det stöd som beslutet ger för dem."
    )
    frozen = _claim(row) | {
        "lines": lines,
        "ledger_total": "" if row.ledger_total is None else ore(row.ledger_total),
        "ledger_note": row.ledger_note,
        "certified": row.certified,
    }
    return Statement(SignaturePurpose.CLAIM, row.pk, text, contents.sha256(frozen))


def advance(row: Claim, *, purpose: str = "") -> Statement:
    """That the decided advance is asked for; `purpose` is what the money is needed for."""
    body, amount = row.case.organisation, kronor(row.project.decision.advance or Decimal(0))
    text = (
        f"Jag får företräda {body.name} ({body.orgnr}) och begär {amount}{NBSP}kr i förskott för projektet "
        f"{row.project}. Vi vet att det räknas av mot våra rekvisitioner."
    )
    frozen = _claim(row) | {"advance": amount, "purpose": purpose}
    return Statement(SignaturePurpose.CLAIM, row.pk, text, contents.sha256(frozen))


def _claim(row: Claim) -> dict[str, Any]:
    return {
        "number": row.number,
        "period": [row.period_start.isoformat(), row.period_end.isoformat()],
        "decision": row.project.decision.frozen_sha256,
    }
