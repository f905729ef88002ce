"""Is a report or a claim filled in, and does it come in its turn?"""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from portal import dates
from portal.money import ore

from ...enums import ClaimState, CostKind, ReportState
from ...findings import reached
from ...models import Claim, ClaimLine, Report
from ..registry import Missing, gate

IN_HAND = (ReportState.SUBMITTED, ReportState.APPROVED)
# What is not asked for any more, since the project ended before its time.
IN_HAND_OR_CANCELLED = (*IN_HAND, ReportState.CANCELLED)
NOT_HANDED_IN = (ClaimState.PLANNED, ClaimState.OPEN, ClaimState.DRAFT)
WITH_US = (
    ClaimState.SUBMITTED,
    ClaimState.UNDER_REVIEW,
    ClaimState.APPROVED,
    ClaimState.PARTIALLY_APPROVED,
    ClaimState.PAYMENT_DECIDED,
)
EXAMINED = (
    ClaimState.APPROVED,
    ClaimState.PARTIALLY_APPROVED,
    ClaimState.PAYMENT_DECIDED,
    ClaimState.PAID,
    ClaimState.CANCELLED,
)
REPORT_FIELDS = {
    "summary": "Sammanfatta perioden.",
    "activities": "Beskriv vad ni har gjort.",
    "goals": "Beskriv hur nära målen ni är.",
    "lessons": "Beskriv vad ni har lärt er.",
    "signs_of_change": "Beskriv vilka tecken på förändring ni ser, eller att inga syns än.",
}
FINAL_FIELDS = {
    "long_term_follow_up": "Skriv vem som följer upp projektet på lång sikt, och när.",
    "recommendation": "Välj vad ni rekommenderar efter projektet.",
    "recommendation_note": "Skriv vem som tar vid, när och med vilka pengar.",
}


@gate("earlier_reports_in", holds="Tidigare rapporter är lämnade")
def earlier_reports_in(report: Report, by: Any) -> list[Missing]:
    late = Report.objects.filter(project=report.project_id, number__lt=report.number).exclude(
        state__in=IN_HAND_OR_CANCELLED
    )
    return [
        Missing(
            f"Rapporten för {dates.period_long(row.period_start, row.period_end)} saknas. Lämna den först.", "projekt"
        )
        for row in late
    ]


@gate("report_is_filled", holds="Rapporten är ifylld")
def report_is_filled(report: Report, by: Any) -> list[Missing]:
    needed = REPORT_FIELDS | (FINAL_FIELDS if report.is_final else {})
    told = reached.too_many(report.reached, report.reached_girls, report.reached_boys)
    return [
        *(Missing(text, field) for field, text in needed.items() if not getattr(report, field).strip()),
        *([Missing(told, "reached_girls")] if told else []),
    ]


def _report_of(claim: Claim) -> Report | None:
    """The report of the claim's period; an advance has none."""
    return None if claim.is_advance else Report.objects.get(project=claim.project_id, number=claim.number)


@gate("report_of_period_in", holds="Periodens rapport är lämnad")
def report_of_period_in(claim: Claim, by: Any) -> list[Missing]:
    report = _report_of(claim)
    if report is None or report.state in IN_HAND:
        return []
    return [Missing(f"Lämna först {str(report).lower()} för samma period.", "rapport")]


@gate("report_of_period_approved", holds="Periodens rapport är godkänd")
def report_of_period_approved(claim: Claim, by: Any) -> list[Missing]:
    report = _report_of(claim)
    if report is None or report.state == ReportState.APPROVED:
        return []
    return [Missing(f"{report} är inte godkänd.", "rapporter")]


@gate("earlier_claims_paid", holds="Tidigare rekvisitioner är klara")
def earlier_claims_paid(claim: Claim, by: Any) -> list[Missing]:
    """In the order of the periods; and one open claim at a time where the call says so (domain.md §9 case 25).

    An advance is no open claim: the first claim may be handed in while it waits.
    """
    is_one_at_a_time = claim.case.application.call_version.one_open_claim
    missing = []
    for row in _unpaid_before(claim):
        if row.state in NOT_HANDED_IN:
            missing.append(Missing(f"Lämna först {str(row).lower()}."))
        elif is_one_at_a_time:
            missing.append(Missing(f"{row} är inte utbetald än. {_meanwhile(claim)}"))
    return missing


def _unpaid_before(claim: Claim) -> QuerySet[Claim]:
    earlier = Claim.objects.filter(project=claim.project_id, number__lt=claim.number, is_advance=False)
    return earlier.exclude(state__in=(ClaimState.PAID, ClaimState.CANCELLED))


def waits_for(claim: Claim) -> Claim | None:
    """The earlier claim that lies with us and keeps this one from being handed in; None when nothing does, or when
    the applicant has an earlier one in hand. Reads the rules of the claim's call."""
    if claim.shared_at is not None or not claim.case.application.call_version.one_open_claim:
        return None
    earlier = list(_unpaid_before(claim).order_by("number"))
    return earlier[0] if earlier and all(row.state in WITH_US for row in earlier) else None


def _meanwhile(claim: Claim) -> str:
    if not claim.is_final:
        return "Det ni har skrivit är sparat; lämna den här när den förra är klar."
    days = claim.case.application.call_version.completion_days
    wait = f"Slutrekvisitionen får vänta: ni har minst {days} dagar när den förra är betald."
    return f"Det ni har skrivit är sparat. {wait}"


@gate("earlier_claims_examined", holds="Tidigare rekvisitioner är granskade")
def earlier_claims_examined(claim: Claim, by: Any) -> list[Missing]:
    """What is paid is counted on all that has been approved before, so they are approved in order (domain.md §3.5).

    The advance too, which is taken off.
    """
    earlier = Claim.objects.filter(project=claim.project_id, number__lt=claim.number).exclude(state__in=EXAMINED)
    names = ["Förskottet" if row.is_advance else str(row) for row in earlier]
    return [Missing(f"{name} ska granskas först.", "rekvisitioner") for name in names]


def _wrong_signs(claim: Claim, lines: list[ClaimLine]) -> list[Missing]:
    """Income lowers the costs and is negative; nothing else is (domain.md §3.0)."""
    kinds = {row["key"]: row for row in claim.case.application.call_version.cost_categories}
    missing = []
    for line in lines:
        category = kinds[line.category]
        if category["kind"] == CostKind.INCOME and line.amount > 0:
            missing.append(
                Missing(f"Skriv {category['label'].lower()} med minus framför, de minskar kostnaden.", "lines")
            )
        if category["kind"] != CostKind.INCOME and line.amount < 0:
            missing.append(Missing(f"{category['label']} kan inte vara mindre än noll.", "lines"))
    return missing


@gate("claim_is_filled", holds="Rekvisitionen är ifylld")
def claim_is_filled(claim: Claim, by: Any) -> list[Missing]:
    if claim.is_advance:
        return [Missing("Ett förskott begärs på sin egen sida, och har inga kostnader.")]
    lines = list(claim.lines.all())
    total = sum((line.amount for line in lines), Decimal(0))
    missing = []
    if not lines:
        missing.append(Missing("Skriv periodens bokförda kostnader. Fanns inga, skriv 0.", "lines"))
    missing += _wrong_signs(claim, lines)
    if claim.ledger_total is None:
        missing.append(Missing("Skriv summan enligt huvudboken.", "ledger_total"))
    elif claim.ledger_total != total and not claim.ledger_note.strip():
        missing.append(
            Missing(
                f"Huvudboken visar {ore(claim.ledger_total)} kr men rekvisitionen {ore(total)} kr. "
                "Förklara skillnaden.",
                "ledger_note",
            )
        )
    if not claim.certified:
        missing.append(Missing("Kryssa i att kostnaderna är bokförda och betalda.", "certified"))
    return missing
