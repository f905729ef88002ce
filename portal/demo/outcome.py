"""What came of a case, as plain data: number, states, budget as printed, payments, mails, documents."""

from collections import Counter
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from applications.budget.calculation import calculate
from applications.budget.printing import printed_table
from applications.models import (
    Case,
    DecisionComponent,
    Document,
    Fund,
    Notice,
    Payout,
    Project,
    SubGrant,
    TransitionLog,
)
from applications.models.budget_rows import budget_input
from portal import clock
from portal.demo.stories.role import Role
from portal.files import storing
from reviews.selectors import component_statistics


def of_story(roles: Mapping[str, Role], out: Path) -> dict[str, Any]:
    """The outcome of a story's first case, what its programme has of its own, and the other cases by their names.

    Of its own are: what the story has told (Idékollen, refusals), the pilots that it gave money to, the ledger of
    earmarked money, the statistics of a call with several kinds of support, and the open page of a project that ended
    early.
    """
    first, *others = (role for role in roles.values() if role.case and not role.in_crowd)
    result = of(first.the_case, out)
    for role in roles.values():
        result |= role.told
    if pilots := _pilots(first.the_case):
        result["pilots"] = pilots
    call = first.call
    if call.fund is not None:
        result["ledger"] = _ledger(call.fund)
    if call.current_version().components:
        result["components"] = _components(first.the_case)
        with clock.at(max(step.at for role in roles.values() for step in role.steps)):
            result["statistics"] = component_statistics.of_call(call).as_json()
    if Project.objects.filter(case=first.the_case, closed_early_by__isnull=False).exists():
        result["public_page"] = _public_page(first.project, out)
    if others:
        result["cases"] = {key: of(role.the_case, out / key) for key, role in roles.items() if role in others}
    return result


def _pilots(case: Case) -> list[dict[str, Any]]:
    """What the project gave on, in order; kronor with öre, as text."""
    rows = SubGrant.objects.filter(case=case).order_by("year", "granted_on", "entered_at")
    return [
        {"year": row.year, "recipient": row.recipient, "amount": str(row.amount), "outcome": row.outcome}
        for row in rows
    ]


def _ledger(fund: Fund) -> dict[str, Any]:
    """Every line in order, and what is left to decide of each year; kronor with öre, as text."""
    sheet = fund.entries.sheet()
    return {
        "fund": fund.name,
        "entries": [
            {"kind": row.kind, "year": row.year, "amount": str(row.amount), "case": row.case.dnr if row.case else ""}
            for row in fund.entries.select_related("case").order_by("entered_at", "year", "kind")
        ],
        "left": {str(year): str(row.left) for year, row in sheet.years.items()},
    }


def _components(case: Case) -> list[dict[str, Any]]:
    """What the first case was given of each kind of support."""
    return [row.support.to_json() for row in DecisionComponent.objects.filter(decision__case=case)]


def _public_page(project: Project, out: Path) -> dict[str, Any]:
    """The open page as somebody without an account reads it, kept as a file."""
    address = reverse("applications:project_public", args=[project.pk])
    answer = Client(SERVER_NAME=urlsplit(settings.PORTAL_ADDRESS).hostname or "localhost").get(address)
    name = f"{project.pk}.html"
    (out / name).write_bytes(answer.content)
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0].partition(">")[2]
    lines = [unescape(line).strip() for line in strip_tags(main).splitlines()]
    return {"status": answer.status_code, "file": name, "says": [line for line in lines if line]}


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
