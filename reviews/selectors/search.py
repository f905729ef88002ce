"""Finding a case by its number, its title, who applies, who is named in it, or what it says."""

import re
from uuid import UUID

from django.db import connection, models
from django.db.models import Q

from applications.models import Case
from portal.accounts.enums import CASE_ROLES
from portal.accounts.models import User

from . import queue_lines
from .door import cases
from .queue import Queue
from .standing import RELATED

SHORTEST = 2
MOST_WORDS, LONGEST_WORD = 8, 40
FEW = 500  # cases that are asked for one by one (migration 0019)
_APART = re.compile(r"[\s,;\"”’'()]+")


def words_of(typed: str) -> tuple[str, ...]:
    """What was typed, word by word; quotation marks and commas part words, and so much of each counts."""
    words = (word[:LONGEST_WORD].strip(".:!?&|*<>\\") for word in _APART.split(typed.replace("\x00", "")))
    return tuple(word for word in words if word)[:MOST_WORDS]


def holding(words: tuple[str, ...], to_case: str = "") -> Q:
    """Rows whose case holds every word; `to_case` is the way to it. One query, of the cases that are few."""
    few = _few(words)
    return Q(**{f"{to_case}search_row__words__hold": list(words)}) if few is None else Q(**{f"{to_case}pk__in": few})


def _few(words: tuple[str, ...]) -> list[UUID] | None:
    """The cases that hold every word, whoever may see them; None where they are more than few."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_search_few(%s::text[], %s)", [list(words), FEW])
        found: list[UUID] | None = cursor.fetchone()[0]
    return found


def everything(user: User) -> models.QuerySet[Case]:
    """What the desk lets the person read, with what a line needs: only shared cases, and none where they are jäviga."""
    rows = cases(user).select_related(*RELATED).prefetch_related("decisions")
    return rows.annotate(since=models.F("shared_at"))


# The search is a list like the others, of every case there is, the latest first.
FOUND = Queue(
    "sok",
    "Sök ärende",
    "",
    "search",
    frozenset(CASE_ROLES),
    "",
    everything,
    queue_lines.of_case,
    path="",
    is_newest_first=True,
)


def of_number(user: User, typed: str) -> Case | None:
    """The one case that has exactly this diary number."""
    if not any(sign.isdigit() for sign in typed):
        return None
    return cases(user).filter(dnr=typed.strip().upper()).first()
