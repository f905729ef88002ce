"""The page docs/lifecycle.md, written from the registered machines: a picture and a table of moves for each."""

import re
from collections.abc import Iterable

import rules

from portal.accounts.enums import StaffRoleName

from .machine import Machine, Move
from .registry import GATES, MACHINES

HEAD = """# Lifecycle

Written from the tables of moves by `manage.py lifecycle_page`; a test fails when it is stale. Change the tables in
`applications/lifecycle/` and `reviews/lifecycle/`, never this page.

Codes stand in the code and the database, the Swedish names beside them on the pages. **Who** is a permission, spelled
out at the end. **What must be in place** are gates: the sentence is what the page ticks when the gate lets through. A
move marked *jobs* may also be made by the system; *only jobs* means that no person may. Jobs mark, remind and propose;
people decide (kommunallagen 6:38).
"""
WHO = """
## Who

A role's Swedish name means: holds it today at the board of the case, does not work for the applicant, and the case has
come in. Predicates by name stand in `applications/rules.py` and `reviews/rules.py`.
"""
# The order of a case's life; a machine that does not stand here comes last.
ORDER = ("idea", "application", "memo", "meeting", "decision", "project", "report", "claim")
# How rules spells applications.rules.at_board(role).
AT_BOARD = re.compile(r"\(at_board:([a-z_]+) & ~is_other_side\) & is_shared")


def lifecycle_page() -> str:
    """The whole page as Markdown."""
    tables = sorted(MACHINES.values(), key=lambda table: (*ORDER, table.name).index(table.name))
    parts = [HEAD, *(_section(table) for table in tables), _who(tables)]
    return "\n".join(parts).rstrip() + "\n"


def diagram(table: Machine) -> str:
    """The machine as a Mermaid state diagram; each state shows its Swedish name and its code."""
    used = {state for row in table.moves.values() for state in (*row.sources, row.to)} | {table.initial}
    lines = ["stateDiagram-v2"]
    lines += [f"  {state.value}: {state.label} ({state.value})" for state in table.states if state.value in used]
    lines.append(f"  [*] --> {table.initial}")
    for row in table.moves.values():
        lines += [f"  {source} --> {row.to}: {row.label}" for source in row.sources]
    ends = [state for state in table.states.values if state in used and not _leaves(table, state)]
    lines += [f"  {state} --> [*]" for state in ends]
    return "\n".join(lines)


def _leaves(table: Machine, state: str) -> bool:
    return any(state in row.sources for row in table.moves.values())


def _section(table: Machine) -> str:
    head = ("From", "Move", "On the button", "To", "Who", "What must be in place")
    rows = [_row(table, row) for row in table.moves.values()]
    return "\n".join(
        (f"## {table.label} (`{table.name}`)\n", "```mermaid", diagram(table), "```\n", *_markdown(head, rows), "")
    )


def _row(table: Machine, row: Move) -> tuple[str, ...]:
    ahead = [f"{_state(table, state)}, closed" for state in row.ahead_of]
    return (
        "<br>".join([*(_state(table, state) for state in row.sources), *ahead]),
        f"`{row.name}`",
        row.label,
        _state(table, row.to),
        _actor(row),
        "<br>".join(f"{GATES[name].holds} (`{name}`)" for name in row.when) or "–",
    )


def _state(table: Machine, code: str) -> str:
    return f"{table.states(code).label} (`{code}`)"


def _actor(row: Move) -> str:
    if row.may == "system":
        return "only jobs"
    return f"`{row.may}`" + (", jobs" if row.system else "")


def _who(tables: Iterable[Machine]) -> str:
    """Each permission that a table names, with the predicate behind it."""
    names = sorted({row.may for table in tables for row in table.moves.values()} - {"system"})
    predicates = rules.permissions.permissions
    rows = [(f"`{name}`", spelled(str(predicates[f"applications.{name}"].name))) for name in names]
    return "\n".join((WHO, *_markdown(("Permission", "Who that is"), rows)))


def spelled(name: str) -> str:
    """A composed predicate's name, as `rules` makes it, in words and without needless brackets."""
    text = AT_BOARD.sub(lambda found: StaffRoleName(found[1]).label, name)
    bare = None
    while bare != text:
        bare, text = text, re.sub(r"(?<![~&])(?<!& )\(([^()]*)\)(?! &)", r"\1", text)
        text = re.sub(r"(?<!~)\(([^()|]*)\)", r"\1", text)
    text = _unwrapped(text)
    text = re.sub(r"\b[a-z]+(?:_[a-z]+)+\b", r"`\g<0>`", text)
    return text.replace(" | ", " or ").replace(" & ", " and ").replace("~", "not ")


def _unwrapped(text: str) -> str:
    """The text without its first and last bracket, if they are a pair."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return text[1:-1] if place and place == len(text) - 1 else text
    return text


def _markdown(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [head, tuple("---" for _ in head), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]
