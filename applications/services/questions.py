"""A call's own questions: added, changed, moved and taken away, always as a change of the call's rules."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from portal.accounts.models import User

from ..lifecycle.engine import NotYours
from ..models import Call, CallQuestion, CallVersion
from ..models.call_version import LONGEST_KEY
from . import calls

# What a person says of a question; the key is made, and the place is told by what comes before.
FIELDS = ("section", "kind", "label", "help", "choices", "limit", "required", "depends_on", "depends_value")
GONE = "Frågan finns inte längre. Läs listan på nytt."


@transaction.atomic
def save(
    call: Call,
    *,
    key: str = "",
    values: Mapping[str, Any],
    after: str = "",
    change_note: str = "",
    by: User,
    version: int | None = None,
) -> CallVersion:
    """Add a question, or change the one with `key`, and let it stand next after the question `after` (empty: first).

    Consequences as `calls.change_rules`: rules that nobody has met are changed in place, others get a new version.
    A key is made from the words of the question and never changes after that, so that answers follow.
    Raises NotYours, StaleVersion, and ValidationError per field.
    """
    rules, rows = _rows(call, by)
    changed = CallQuestion(call_version=rules, key=key or _new_key(str(values["label"]), rows))
    if key and key not in {row.key for row in rows}:
        raise ValidationError(GONE)
    for name in FIELDS:
        setattr(changed, name, values[name])
    others = [row for row in rows if row.key != key]
    place = next((number for number, row in enumerate(others, 1) if row.key == after), 0)
    ordered = _numbered([*others[:place], changed, *others[place:]])
    if found := changed.faults(rules, others):
        raise ValidationError(found)
    changed.clean_fields(exclude=["call_version"])
    return _change(call, ordered, change_note=change_note, by=by, version=version)


@transaction.atomic
def remove(call: Call, *, key: str, change_note: str = "", by: User, version: int | None = None) -> CallVersion:
    """Take a question away. Answers in drafts are kept and not shown.

    Raises NotYours, StaleVersion, and ValidationError, also while another question depends on it.
    """
    _, rows = _rows(call, by)
    left = [row for row in rows if row.key != key]
    if len(left) == len(rows):
        raise ValidationError(GONE)
    if hanging := next((row for row in left if row.depends_on == key), None):
        raise ValidationError(f"Frågan ”{hanging.label}” ställs bara vid ett visst svar här. Ändra den frågan först.")
    return _change(call, _numbered(left), change_note=change_note, by=by, version=version)


def _rows(call: Call, by: User) -> tuple[CallVersion, list[CallQuestion]]:
    if not by.has_perm("applications.keep_programme", call):
        raise NotYours(f"{by} does not keep {call}")
    rules = call.versions.order_by("-number").first()
    if rules is None:
        raise ValidationError("Skriv först utlysningens regler.")
    return rules, list(rules.questions.all())


def _numbered(rows: Sequence[CallQuestion]) -> list[CallQuestion]:
    for number, row in enumerate(rows, 1):
        row.order = number
    return list(rows)


def _change(call: Call, rows: Sequence[CallQuestion], **given: Any) -> CallVersion:
    asked = [{name: getattr(row, name) for name in calls.QUESTION} for row in rows]
    return calls.change_rules(call, values={}, asked=asked, **given)


def _new_key(label: str, rows: Sequence[CallQuestion]) -> str:
    """hur-manga-barn: the words of the question, with a number where another already has them."""
    taken = {row.key for row in rows}
    stem = slugify(label)[:LONGEST_KEY].strip("-") or "egen-fraga"
    if stem not in taken:
        return stem
    numbers = (str(number) for number in range(2, len(rows) + 3))
    return next(key for one in numbers if (key := f"{stem[: LONGEST_KEY - len(one) - 1]}-{one}") not in taken)
