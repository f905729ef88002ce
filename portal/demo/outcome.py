"""What came of a case, as plain data: number, states, budget as printed, payments, mails, documents."""

from collections import Counter
from pathlib import Path
from typing import Any

from applications.budget.calculation import calculate
from applications.budget.printing import printed_table
from applications.models import Case, Document, Notice, Payout, TransitionLog
from applications.models.budget_rows import budget_input
from portal.files import storing


def of(case: Case, out: Path) -> dict[str, Any]:
    """Collect the outcome and write the documents as PDF files in `out`. Payments are whole kronor."""
    return {
        "dnr": case.dnr,
        "states": _states(case),
        "budget": _budget(case),
        "payments": [int(payout.amount) for payout in Payout.objects.filter(case=case).order_by("claim__number")],
        "mails": dict(sorted(Counter(Notice.objects.filter(case=case).values_list("kind", flat=True)).items())),
        "documents": _documents(case, out),
    }


def _states(case: Case) -> dict[str, list[str]]:
    """State codes in order per machine. Where a machine has several objects (reports, claims) they follow in turn."""
    rows = TransitionLog.objects.filter(case=case).order_by("machine", "at", "pk")
    objects: dict[str, dict[Any, list[str]]] = {}
    for row in rows:
        lived = objects.setdefault(row.machine, {}).setdefault(row.object_id, [row.from_state])
        lived.append(row.to_state)
    states: dict[str, list[str]] = {}
    for machine, lives in objects.items():
        states[machine] = [code for life in lives.values() for code in life]
    return states


def _budget(case: Case) -> dict[str, Any]:
    table = printed_table(calculate(budget_input(case.application)))

    def rows(part: Any) -> dict[str, list[int]]:
        return {row.label: list(row.cells) for row in part if not row.is_group}

    return {"years": list(table.years), "costs": rows(table.costs), "financing": rows(table.financing)}


def _documents(case: Case, out: Path) -> list[dict[str, Any]]:
    out.mkdir(parents=True, exist_ok=True)
    made = []
    for document in Document.objects.filter(case=case, file__isnull=False).select_related("file").order_by("number"):
        assert document.file is not None
        name = f"{document.number:02d}-{document.kind}.pdf"
        (out / name).write_bytes(storing.read(document.file))
        made.append({"kind": document.kind, "file": name, "sha256": document.file.sha256, "pages": document.pages})
    return made
