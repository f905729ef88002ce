"""Everything the applicant sent, as plain JSON: what a version freezes, a receipt prints and people read afterwards."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from portal import clock, dates
from portal.look.words import filesize
from portal.money import exact, percent

from .. import findings, questions
from ..budget import vat
from ..budget.calculation import Budget, calculate
from ..enums import CostKind, QuestionKind, RuleLevel
from ..lifecycle.gates.completion import ITEM_FILES
from ..models import Application, Attachment, CallQuestion
from ..models.budget_rows import budget_input
from ..models.component import asks_for_money, requested
from ..models.project import writing_new_budget
from ..sections import SECTIONS, Section, sections_of
from . import effect_chain, figures, part_rows, pictures, staff_rows, table_rows
from .canonical import canonical as canonical
from .canonical import sha256 as sha256
from .rows import Row, project_rows, told_rows
from .rows import label as _label
from .rows import row as _row
from .rows import value as _value

SCHEMA = "1"
NBSP = "\u00a0"
Answered = tuple[CallQuestion, str]


def contents(application: Application) -> dict[str, Any]:
    """All that the applicant has given, with Swedish labels and values as a person reads them.

    Amounts stand twice: as text with öre ("456852.25") and as printed. Nothing in it is read live afterwards.
    """
    case, call = application.case, application.call
    budget = calculate(budget_input(application))
    own = _answered(application)
    return {
        "schema": SCHEMA,
        "dnr": case.dnr or "",
        "title": application.title,
        "short_name": application.short_name,
        "programme": case.programme.name,
        "call": {"name": call.name, "version": application.call_version.number},
        "organisation": {"name": case.organisation.name, "orgnr": case.organisation.orgnr},
        "period": {"start": _iso(application.period_start), "end": _iso(application.period_end)},
        "terms_version": application.call_version.terms_version,
        "terms_from": clock.local(application.call_version.published_at).date().isoformat(),
        "sections": [
            {
                "key": section.key,
                "label": section.label,
                "rows": [*_rows(application, section, budget), *_question_rows(own, section)],
            }
            for section in sections_of(application.call_version)
        ],
        "municipalities": [
            {"name": name, "role": role} for name, role in findings.municipality_roles(application).items()
        ],
        "reach": {
            "children": application.reach_direct,
            "girls": application.reach_girls,
            "boys": application.reach_boys,
        },
        **money_and_parties(application, budget),
        "goals": [part_rows.goal(one) for one in application.sub_goals.all()],
        "roles": [part_rows.role(one) for one in application.project_roles.all()],
        "references": part_rows.references(application),
        **table_rows.tables(application),
        "effect_chain": effect_chain.frozen(application),
        "asks_for_money": asks_for_money(application),
        "is_new_budget": writing_new_budget(application) is not None,
        "attachments": _attachments(application),
        "answers": _answers(application, own),
        "warnings": _warnings(application),
        "completions": _completions(application),
    }


def money_and_parties(application: Application, budget: Budget | None = None) -> dict[str, Any]:
    """The parts that somebody answers for with their name when they change (domain.md §3.3)."""
    return {
        "budget": _budget(application, budget or calculate(budget_input(application))),
        "parties": [part_rows.party(party) for party in application.parties.all()],
        "supports": [{"key": row.key, "label": row.label, "how_much": row.how_much} for row in requested(application)],
    }


# Sections as rows to read


def _rows(application: Application, section: Section, budget: Budget) -> list[Row]:
    special = {
        "sokande": part_rows.applicant_rows,
        "kontakter": part_rows.contact_rows,
        "parter": part_rows.party_rows,
        "projekt": _project_rows,
        "malgrupp": told_rows,
        "genomforande": told_rows,
        "risker": table_rows.risk_rows,
        "narliggande": table_rows.related_rows,
        "statsstod": table_rows.state_aid_rows,
        "annat_stod": table_rows.other_support_rows,
        "forankring": part_rows.anchoring_rows,
        "mal": part_rows.goal_rows,
        "effektkedja": effect_chain.rows,
        "organisation": part_rows.organisation_rows,
        "bilagor": _attachment_rows,
        "villkor": _terms_rows,
    }
    if section.key == "budget":
        return _budget_rows(application, budget) if _has_amounts(application, budget) else [_row("Pengar", "Söks inte")]
    return special[section.key](application, section)


def _project_rows(application: Application, section: Section) -> list[Row]:
    """Related projects stand here where the call has no section for them: they are written on a page of their own."""
    told = project_rows(application, section)
    if not application.call_version.uses("narliggande"):
        told += table_rows.related_rows(application, section)
    return told


def _question_rows(own: list[Answered], section: Section) -> list[Row]:
    """The call's own questions after the section's others; `question` tells them apart."""
    return [_row(row.label, value) | {"question": row.key} for row, value in own if row.section == section.key]


def _plain_rows(application: Application, section: Section) -> list[Row]:
    """One row per column, with the label that the form has."""
    return [_row(_label(application, field), _value(application, field)) for field in section.fields]


def _budget_rows(application: Application, budget: Budget) -> list[Row]:
    rows = [
        _row("Summa kostnader", _kr(budget.cost_sum.total)),
        _row("Summa finansiering", _kr(budget.funding_sum.total)),
        _row("Det ni söker", _kr(budget.applied.total)),
    ]
    if budget.share is not None:
        rows.append(_row("Andel av kostnaderna", percent(budget.share)))
    if budget.in_kind and budget.booked_share is not None:
        rows.append(_row("Andel av det som bokförs", percent(budget.booked_share)))
    if told := vat.as_written(application.call_version.vat_rule, application.vat):
        rows.append(_row("Moms", told))
    return rows


def _attachment_rows(application: Application, section: Section) -> list[Row]:
    given = [file for file in _attachments(application) if questions.key_of(file["kind"]) is None]
    files = [
        _row(file["label"], "\n".join([f"{file['name']}, {filesize(file['size'])}", *pictures.lines(file)]))
        for file in given
    ]
    return [*files, *_plain_rows(application, section)]


def _terms_rows(application: Application, section: Section) -> list[Row]:
    rules = application.call_version
    since = dates.long(clock.local(rules.published_at).date())
    return [_row("Villkorens version", f"{rules.terms_version}, i kraft {since}"), *_plain_rows(application, section)]


# The same as data


def _warnings(application: Application) -> list[Row]:
    """The warnings that the applicant stands by, each with its section, and the comment that was written to it."""
    read, comments = set(application.warnings_read), application.warning_comments
    found = (row for row in findings.of_application(application) if row.level == RuleLevel.WARNING)
    return [
        _row(SECTIONS[row.section].label, row.text) | ({"comment": comments[row.key]} if row.key in comments else {})
        for row in found
        if row.key in read or row.key in comments
    ]


def _budget(application: Application, budget: Budget) -> dict[str, Any]:
    kinds = {row["key"]: row["kind"] for row in application.call_version.cost_categories}
    funders = {f"funder-{funder.pk}": funder for funder in application.funders.all()}
    rate = budget.input.indirect_rate
    is_shown = _has_amounts(application, budget)
    people = staff_rows.frozen(application, budget.years)
    return {
        "years": list(budget.years) if is_shown else [],
        "indirect_rate": None if rate is None else str(rate),
        "vat": vat.as_written(application.call_version.vat_rule, application.vat),
        "costs": [
            {
                "key": row.key,
                "label": row.label,
                "kind": CostKind.INDIRECT.value if row.is_computed else kinds[row.key],
                "amounts": _amounts(row.by_year),
            }
            for row in budget.costs
        ],
        "funding": [
            {
                "name": funders[row.key].name,
                "account": funders[row.key].account,
                "orgnr": funders[row.key].orgnr,
                "kind": funders[row.key].kind,
                "status": funders[row.key].status,
                "is_applied": row.is_applied,
                "in_kind": funders[row.key].in_kind,
                "amounts": _amounts(row.by_year),
            }
            for row in budget.funding
        ],
        "staff": people["staff"],
        "cost_sum": _ore(budget.cost_sum.total),
        "funding_sum": _ore(budget.funding_sum.total),
        "applied": _ore(budget.applied.total),
        "share": None if budget.share is None else str(budget.share),
        "printed": figures.tables(budget) | {"staff": people["printed"]}
        if is_shown
        else {"years": [], "costs": [], "financing": [], "note": ""},
    }


def _has_amounts(application: Application, budget: Budget) -> bool:
    """Whoever asks for no money need not write a budget, and then there is none to show."""
    return asks_for_money(application) or bool(budget.cost_sum.total)


def _attachments(application: Application) -> list[dict[str, Any]]:
    labels = {questions.SCANNED: "Ansökan så som den kom in"}
    labels |= {kind["key"]: kind["label"] for kind in application.call_version.attachment_kinds}
    asked = questions.questions_of(application.call_version)
    labels |= {questions.attachment_kind(row.key): row.label for row in asked}
    files = _files(application)
    numbers = pictures.numbers(application.call_version, files)
    return [
        {
            "name": attachment.file.original_name,
            "size": attachment.file.size,
            "sha256": attachment.file.sha256,
            "kind": attachment.kind,
            "label": labels.get(attachment.kind) or _answer_label(attachment.kind),
        }
        | pictures.told(attachment, numbers)
        for attachment in files
    ]


def _answer_label(kind: str) -> str:
    """A file that answers an item of a request for completion; the name of a kind that is gone."""
    return "Bilaga till kompletteringen" if kind.startswith(ITEM_FILES) else kind


def _files(application: Application) -> list[Attachment]:
    """Those that are sent, in the order in which they were put in."""
    return questions.counted(application, findings.attachments(application))


def _answers(application: Application, own: list[Answered]) -> list[dict[str, str]]:
    """The call's own questions that were asked: as kept, and as a person reads them."""
    return [
        {
            "section": row.section,
            "key": row.key,
            "kind": row.kind,
            "label": row.label,
            "stored": application.answers.get(row.key, ""),
            "value": value,
        }
        for row, value in own
    ]


def _answered(application: Application) -> list[Answered]:
    """The questions that are asked, in the order of the form, each with its answer in words."""
    rows = questions.open_questions(application)
    takes_files = any(row.kind == QuestionKind.FILE for row in rows)
    files = questions.files_by_key(_files(application)) if takes_files else {}
    return [(row, questions.words(row, application.answers.get(row.key, ""), files.get(row.key, ()))) for row in rows]


def _completions(application: Application) -> list[dict[str, Any]]:
    """What was asked for after the first version, and the answers; open requests are not answered yet."""
    if application.is_private:
        return []
    answered = application.case.completions.filter(answered_at__isnull=False).prefetch_related("items")
    return [
        {
            "asked_at": request.asked_at.isoformat(),
            "answered_at": request.answered_at.isoformat() if request.answered_at else "",
            "is_late": request.is_late,
            "items": [
                {"section": item.section, "field": item.label, "text": item.text, "answer": item.answer}
                for item in request.items.all()
            ],
        }
        for request in answered
    ]


def _amounts(by_year: Mapping[int, Decimal]) -> dict[str, str]:
    return {str(year): _ore(amount) for year, amount in by_year.items()}


def _ore(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _kr(amount: Decimal) -> str:
    return f"{exact(amount)}{NBSP}kr"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
