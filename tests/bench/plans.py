"""How PostgreSQL reads each queue at the larger size: the plans of its list and of its figure in the menu."""

from __future__ import annotations

import re
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
IN_ALL = ("conflictdeclaration_hidden", "applications_casemember")  # who may see the case, once for each list
_NODE = re.compile(r"( *)(?:->  )?(\S.*?)(?: [a-z]+\d+(?:_\d+)?)? \(actual rows=([\d.]+)")


def write(cases: int) -> Path:
    """Write the plans: of each queue in short, as `docs/operations.md` has them, and whole after that.

    In short: the nodes that find which rows the first page has, with how many rows each gave.
    """
    FILE.parent.mkdir(parents=True, exist_ok=True)
    short: list[str] = []
    whole: list[str] = []
    for queue in QUEUES.values():
        user = _reader(queue)
        ids, page = first_page(queue, user)
        told = [explained(rows) for rows in (ids, _menu(queue, user), page)]
        short += [f"{queue.label} (`{queue.key}`)", *_nodes(told[0]), ""]
        whole.append(f"\n## {queue.label} (`{queue.key}`)\n")
        for name, plan in zip(("Which rows", "The figure in the menu", "The page's rows"), told, strict=True):
            whole.append("\n".join([f"{name}:\n", "```", *plan, "```", ""]))
    FILE.write_text("\n".join([f"# Plans of the queues at {cases} cases\n", "```", *short, "```", *whole]))
    return FILE


def first_page(queue: Queue, user: User) -> tuple[Any, Any]:
    """Which rows the first page has, and those rows with all that a line shows, as `listing.listed` asks for them."""
    order, is_backwards = listing.order_of(queue, "")
    sign = "-" if is_backwards else ""
    rows = queue.marked(user).annotate(sorted_by=order)
    ids = rows.select_related(None).order_by(f"{sign}sorted_by", f"{sign}pk").values("pk")[: listing.PER_PAGE + 1]
    return ids, rows.filter(Among(ids)).order_by(f"{sign}sorted_by", f"{sign}pk")


def _menu(queue: Queue, user: User) -> Any:
    return queue.rows(user).order_by().values("pk")[:100]


def explained(rows: Any) -> list[str]:
    text, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS OFF, COSTS OFF, TIMING OFF) {text}", values)
        return [line for (line,) in cursor.fetchall()]


def _nodes(plan: list[str]) -> list[str]:
    """The nodes with their depth, what they read and how many rows they gave; not those that were never reached."""
    told = []
    for line in plan:
        found = _NODE.match(line)
        if found is None or "never executed" in line or any(word in line for word in IN_ALL):
            continue
        depth, node, rows = found.groups()
        told.append(f"{' ' * (2 + len(depth) // 3)}{node}, {float(rows):.0f}".replace(" using ", " by "))
    return told


def _reader(queue: Queue) -> User:
    people = (User.objects.get(email=f"{login}@example.se") for login in PEOPLE.values())
    return next(person for person in people if queue.roles & person.role_names)
