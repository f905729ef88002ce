"""Rows of an application that come along in its own query, so that a page of all its sections asks fewer times."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Prefetch, QuerySet, TextField, prefetch_related_objects
from django.db.models.functions import Cast, JSONObject

from . import beside, effect_chain
from .application import Application
from .budget_rows import CostRow, Funder, FundingRow
from .other_aid import MinimisAid, OtherSupport
from .partnership import RelatedProject
from .party import Party, ProjectRole, SubGoal
from .party_part import PartyConfirmation, PartyCost, PartyFunding
from .risk import Risk
from .staff import StaffMonths, StaffRow
from .version import Attachment

# Short lists.
MODELS: dict[str, type[models.Model]] = {
    "parties": Party,
    "sub_goals": SubGoal,
    "project_roles": ProjectRole,
    "risks": Risk,
    "related_projects": RelatedProject,
    "minimis_aids": MinimisAid,
    "other_supports": OtherSupport,
    "cost_rows": CostRow,
    "funders": Funder,
    "staff_rows": StaffRow,
}

# The rows below those: (list, relation of its rows) → model, and its column that points up.
BELOW: dict[tuple[str, str], tuple[type[models.Model], str]] = {
    ("parties", "costs"): (PartyCost, "party"),
    ("parties", "funding"): (PartyFunding, "party"),
    ("parties", "confirmations"): (PartyConfirmation, "party"),
    ("funders", "rows"): (FundingRow, "funder"),
    ("staff_rows", "months"): (StaffMonths, "staff_row"),
}

# All else that the gates of an application read.
READ_BY_GATES = ("section_drafts", "call_version__questions", *MODELS, *("__".join(path) for path in BELOW))


def hold(application: Application) -> None:
    """Fetch once what every gate would fetch for itself: the application is asked the same things several times."""
    files = Prefetch("attachments", Attachment.objects.select_related("file"))
    prefetch_related_objects([application], *READ_BY_GATES, files, effect_chain.prefetched())


def with_rows(applications: QuerySet[Application]) -> QuerySet[Application]:
    """The queryset with the lists as JSON; `unpack` makes rows of them."""
    rows = {_name(relation): rows_of(model) for relation, model in MODELS.items()}
    rows |= {_name("_".join(path)): rows_of(model, f"{up}__application") for path, (model, up) in BELOW.items()}
    return applications.annotate(**rows, **beside.along())


def unpack(application: Application) -> None:
    """Let the application's lists be those that came with it, as if they had been prefetched."""
    for relation, model in MODELS.items():
        rows = unpacked(application, model, _name(relation))
        for row in rows:
            row.application = application
        put(application, relation, rows)
    for (relation, below), (model, up) in BELOW.items():
        rows = unpacked(application, model, _name(f"{relation}_{below}"))
        for owner in getattr(application, relation).all():
            put(owner, below, [row for row in rows if getattr(row, f"{up}_id") == owner.pk])
    beside.unpack(application)


def unpacked(owner: models.Model, model: type[models.Model], name: str) -> list[Any]:
    """The rows of `rows_of` that came along with their owner under a name."""
    columns, rows = model._meta.concrete_fields, []
    for told in getattr(owner, name):
        values = {column.attname: _value(column, told[column.attname]) for column in columns}
        rows.append(model.from_db(owner._state.db, list(values), list(values.values())))
    return rows


def _value(column: Any, text: str | None) -> Any:
    """PostgreSQL writes true where Python says True."""
    return text == "true" if isinstance(column, models.BooleanField) and text is not None else column.to_python(text)


def put(owner: models.Model, relation: str, rows: list[Any]) -> None:
    """Let these be the rows of a relation, as if they had been prefetched."""
    held: dict[str, Any] = owner.__dict__.setdefault("_prefetched_objects_cache", {})
    query = getattr(owner, relation).all()
    query._result_cache, query._prefetch_done = rows, True  # what Django's own prefetching sets
    held[relation] = query


def _name(relation: str) -> str:
    return f"{relation}_along"


def rows_of(model: type[models.Model], path: str = "application") -> ArraySubquery:
    """To annotate with, beside others. Each column as text: a number of JSON would come back as a float."""
    columns = {column.attname: Cast(column.attname, TextField()) for column in model._meta.concrete_fields}
    rows = model._default_manager.filter(**{path: OuterRef("pk")})
    return ArraySubquery(rows.values_list(JSONObject(**columns)))
