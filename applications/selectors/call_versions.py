"""What changed between two versions of a call's rules, field by field, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from django.db import models

from portal import dates
from portal.accounts.enums import OrganisationType
from portal.money import NBSP, exact, percent

from ..enums import ComponentKind, CostKind, QuestionKind
from ..models import CallQuestion, CallVersion
from ..sections import SECTIONS

NOT_RULES = {"id", "call", "number", "published_at", "published_by", "change_note"}
SHARES = {"indirect_rate", "max_share", "retention", "advance_max_share", "overrun_share", "payroll_overhead"}
AMOUNTS = {"min_amount", "max_amount", "advance_max_amount", "overrun_floor", "procurement_limit"}
KINDS = dict(CostKind.choices) | dict(ComponentKind.choices)


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs. A single value has `before` and `after`; a list or a long text what came and what went."""

    label: str
    before: str = ""
    after: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def is_list(self) -> bool:
        return bool(self.added or self.removed)


def changes(old: CallVersion, new: CallVersion) -> list[Change]:
    """Every field and question that differs, in the order of the rules. Two queries, for the questions."""
    found = [_change(field, old, new) for field in CallVersion._meta.concrete_fields if field.name not in NOT_RULES]
    return [change for change in (*found, _questions(old.questions.all(), new.questions.all())) if change is not None]


def _change(field: models.Field[Any, Any], old: CallVersion, new: CallVersion) -> Change | None:
    before, after = getattr(old, field.name), getattr(new, field.name)
    if before == after:
        return None
    label = str(field.verbose_name)
    label = label[:1].upper() + label[1:]
    if isinstance(before, list) and isinstance(after, list):
        return _lines(label, lines(field.name, before), lines(field.name, after))
    if isinstance(field, models.TextField):
        return _lines(label, str(before).splitlines(), str(after).splitlines())
    return Change(label, said(field, before), said(field, after))


def _lines(label: str, before: Sequence[str], after: Sequence[str]) -> Change | None:
    """Lines that came and went; when they only stand in another order, the order before and after."""
    before, after = ([line.strip() for line in text if line.strip()] for text in (before, after))
    if before == after:
        return None
    added, removed = [], []
    for what, low, high, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            removed += before[low:high]
            added += after[start:end]
    moved = [line for line in added if line in removed]
    added, removed = [one for one in added if one not in moved], [one for one in removed if one not in moved]
    if not added and not removed:
        return Change(label, ", ".join(before), ", ".join(after))
    return Change(label, added=tuple(added), removed=tuple(removed))


def said(field: models.Field[Any, Any], value: Any) -> str:
    """One value in words, in percent, kronor or as a day."""
    if value is None or value == "":
        return "inget"
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value)).lower()
    if field.name in SHARES:
        return percent(Decimal(value))
    if field.name in AMOUNTS:
        return f"{exact(Decimal(value))}{NBSP}kr"
    return dates.long(value) if isinstance(value, date) else str(value)


def lines(field: str, value: Iterable[Any]) -> list[str]:
    """The rows of a list as a person reads them."""
    return [_line(field, row) for row in value]


def _line(field: str, row: Any) -> str:
    if isinstance(row, dict):
        parts = [str(row.get("label", ""))]
        parts += [str(KINDS.get(row["kind"], row["kind"])).lower()] if row.get("kind") else []
        parts += [f"i {row['unit']}"] if row.get("unit") else []
        parts += ["krävs"] if row.get("required") else []
        parts += ["bild"] if row.get("figure") else []
        parts += ["räknas inte in i andelen"] if row.get("eligible") is False else []
        parts += ["delas ut som pilotmedel"] if row.get("sub_grants") else []
        parts += ["köps av andra"] if row.get("external") else []
        parts += [f"brukar vara högst {percent(Decimal(str(row['usual_share'])))}"] if row.get("usual_share") else []
        parts += [f"väger {row['weight']}"] if row.get("weight", 1) != 1 else []
        parts += [row["guide"]] if row.get("guide") else []
        return ", ".join(parts)
    if field == "sections":
        return SECTIONS[row].label if row in SECTIONS else str(row)
    if field == "eligible_types":
        return str(dict(OrganisationType.choices).get(row, row))
    return f"{row} dagar" if field.endswith("_offsets") else str(row)


def _questions(old: Iterable[CallQuestion], new: Iterable[CallQuestion]) -> Change | None:
    before, after = [_question(row) for row in old], [_question(row) for row in new]
    return None if before == after else _lines("Egna frågor", before, after)


def _question(row: CallQuestion) -> str:
    kind = str(QuestionKind(row.kind).label).lower()
    parts = [f"{row.label} ({kind})", "" if row.required else "frivillig", row.help]
    parts += [f"val: {', '.join(row.choices)}"] if row.choices else []
    parts += [f"högst {row.limit} tecken"] if row.limit else []
    parts += [f"frågas när {row.depends_on} är {row.depends_value}"] if row.depends_on else []
    return ". ".join(part for part in parts if part)
