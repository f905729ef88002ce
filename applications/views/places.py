"""Where things lie: addresses of the applicant's pages, and the crumbs above them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import CheckboxSelectMultiple, RadioSelect
from django.urls import reverse

from portal.context import Link

from ..forms import faces
from ..lifecycle.gates.steps import PLACE as STEP
from ..models import Application, Case, Idea
from ..sections import REVIEW, SECTIONS
from ..selectors.my_pages import Todo

WARNING = "varning-"  # before the key of a warning, as the id of its box


def at(route: str, *args: Any) -> str:
    return reverse(f"applications:{route}", args=args)


def todo(item: Todo, *, among: bool = False) -> dict[str, Any]:
    """As portal/partials/todo_list.html wants it; `among` other cases the case is named."""
    text = ". ".join(part for part in (item.about if among else "", item.text) if part)
    if among and item.about and not item.text:
        text += "."
    return {"due": item.due, "title": item.title, "text": text, "verb": item.verb, "url": _done_at(item)}


def _done_at(item: Todo) -> str:
    routes = {
        "accept": "project_accept",
        "completion": "completion",
        "sign": "review",
        "report": "report",
        "claim": "claim",
        "application": "application",
        "idea": "idea",
        "idea_convert": "idea_convert",
        "early_close": "early_close",
        "phase": "project",
        "people": "people",
        "own_part": "own_part",
        "messages": "case_messages",
        "hearing": "hearing",
    }
    return at(routes[item.place], item.row) + ("#h-faser" if item.place == "phase" else "")


def case(row: Case) -> str:
    """A draft leads to where it is written; what has come in, to the case's page."""
    application: Application | None = getattr(row, "application", None)
    idea: Idea | None = getattr(row, "idea", None)
    if application is not None and application.is_private:
        return at("application", application.pk)
    if idea is not None and application is None and idea.is_private:
        return at("idea", idea.pk)
    return at("case", row.pk)


def in_application(application: Application) -> Callable[[str], str]:
    """Where a missing thing of an application is mended, by the gate's place."""

    def place(key: str) -> str:
        section, _, field = key.partition("#")
        if section in SECTIONS:
            return at("section", application.pk, section) + (f"#{control(section, field)}" if field else "")
        if key.startswith("item-"):
            return f"#{key}"
        if key.startswith(WARNING):
            return f"{at('review', application.pk)}#{key}"
        if key == STEP:
            return at("application_step", application.pk)
        return at("review", application.pk) if key == REVIEW else ""

    return place


def control(section: str, field: str) -> str:
    """The id of the control where a column of a section is mended; a group's first choice."""
    form = faces.COLUMNS.get(section)
    found = form.base_fields.get(field) if form is not None else None
    if found is None:
        return f"id_{field}" if field.startswith("perspektiv_") else field
    is_group = isinstance(found.widget, (RadioSelect, CheckboxSelectMultiple))
    return f"id_{field}_0" if is_group else f"id_{field}"


def crumbs(*links: tuple[str, str] | str) -> list[Link]:
    """Mina sidor / … / the present page, which has no address."""
    parts = [("Mina sidor", at("my_pages")), *links]
    return [Link(*part) if isinstance(part, tuple) else Link(part, "") for part in parts]


def of_application(application: Application, *links: tuple[str, str] | str) -> list[Link]:
    return crumbs((str(application), at("application", application.pk)), *links)


def of_case(row: Case, *links: tuple[str, str] | str) -> list[Link]:
    return crumbs((row.title, at("case", row.pk)), *links)
