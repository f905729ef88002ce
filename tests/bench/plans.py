"""How PostgreSQL reads each queue at the larger size: the plans of its list and of its figure in the menu."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection

from portal.accounts.models import User
from portal.demo.places import BASE_DIR
from reviews.selectors import listing
from reviews.selectors.among import Among
from reviews.selectors.queues import QUEUES, Queue

from .pages import PEOPLE

FILE = BASE_DIR / "var" / "bench" / "explain.md"


def write(cases: int) -> Path:
    """Write all plans whole; `docs/operations.md` has them in short."""
    FILE.parent.mkdir(parents=True, exist_ok=True)
    parts = [f"# Plans of the queues at {cases} cases\n"]
    for queue in QUEUES.values():
        user = _reader(queue)
        parts.append(f"## {queue.label} (`{queue.key}`)\n")
        for name, rows in (("The list", first_page(queue, user)), ("The figure", _menu(queue, user))):
            plan = explained(rows)
            parts.append(f"{name}: {', '.join(_short(plan))}; {plan[-1].strip().lower()}.\n")
            parts.append("\n".join(["```", *plan, "```", ""]))
    FILE.write_text("\n".join(parts))
    return FILE


def first_page(queue: Queue, user: User) -> Any:
    """Which rows the first page has, as `listing.listed` asks for them."""
    order, is_backwards = listing.order_of(queue, "")
    sign = "-" if is_backwards else ""
    rows = queue.marked(user).annotate(sorted_by=order)
    ids = rows.select_related(None).order_by(f"{sign}sorted_by", f"{sign}pk").values("pk")[: listing.PER_PAGE + 1]
    return rows.filter(Among(ids))


def _menu(queue: Queue, user: User) -> Any:
    return queue.rows(user).order_by().values("pk")[:100]


def explained(rows: Any) -> list[str]:
    text, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS OFF, COSTS OFF, TIMING OFF) {text}", values)
        return [line for (line,) in cursor.fetchall()]


def _short(plan: list[str]) -> Iterator[str]:
    """Each scan once: how it reads, by which index, of which table."""
    seen = set()
    for line in plan:
        found = re.search(
            r"((?:Seq|Index|Index Only|Bitmap Heap|Bitmap Index) Scan.*?)(?: [a-z]+\d*(?:_\d+)?)? \(", line
        )
        told = re.sub(r"\b(applications|reviews|accounts)_", "", found.group(1)) if found else ""
        if found and "never executed" not in line and told not in seen:
            seen.add(told)
            yield told


def _reader(queue: Queue) -> User:
    people = (User.objects.get(email=f"{login}@example.se") for login in PEOPLE.values())
    return next(person for person in people if queue.roles & person.role_names)
