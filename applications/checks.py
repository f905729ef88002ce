"""System checks: every name in a table of moves exists, once (architecture.md §1)."""

from typing import Any

import rules
from django.core.checks import CheckMessage, Error, register

from .lifecycle.registry import DOUBLED, GATES, MACHINES


@register
def names_in_tables_exist(**kwargs: Any) -> list[CheckMessage]:
    """An error for each unknown gate or permission, and for each doubled name."""
    faults: list[CheckMessage] = [Error(f"{name} is registered twice", id="applications.E001") for name in DOUBLED]
    for table in MACHINES.values():
        for row in table.moves.values():
            where = f"{table.name}.{row.name}"
            faults += [Error(f"{where}: unknown gate {g}", id="applications.E002") for g in row.when if g not in GATES]
            if not rules.perm_exists(f"applications.{row.may}"):
                faults.append(Error(f"{where}: unknown permission {row.may}", id="applications.E003"))
    return faults
