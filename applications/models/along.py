"""Rows of an application that come along in its own query, so that a page of all its sections asks fewer times."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Prefetch, QuerySet, TextField, prefetch_related_objects
from django.db.models.functions import Cast, JSONObject

from . import effect_chain
from .application import Application
from .party import Party, ProjectRole, SubGoal
from .version import Attachment

# Short lists without rows of their own below them.
MODELS: dict[str, type[models.Model]] = {"parties": Party, "sub_goals": SubGoal, "project_roles": ProjectRole}

# All else that the gates of an application read.
READ_BY_GATES = ("section_drafts", "call_version__questions", "cost_rows", "funders__rows", *MODELS)


def hold(application: Application) -> None:
    """Fetch once what every gate would fetch for itself: the application is asked the same things several times."""
    files = Prefetch("attachments", Attachment.objects.select_related("file"))
    prefetch_related_objects([application], *READ_BY_GATES, files, effect_chain.prefetched())


def with_rows(applications: QuerySet[Application]) -> QuerySet[Application]:
    """The queryset with the lists as JSON; `unpack` makes rows of them."""
    return applications.annotate(**{_name(relation): _rows(model) for relation, model in MODELS.items()})


def unpack(application: Application) -> None:
    """Let the application's lists be those that came with it, as if they had been prefetched."""
    held: dict[str, Any] = application.__dict__.setdefault("_prefetched_objects_cache", {})
    for relation, model in MODELS.items():
        columns = model._meta.concrete_fields
        rows: list[Any] = []
        for told in getattr(application, _name(relation)):
            values = {column.attname: column.to_python(told[column.attname]) for column in columns}
            rows.append(model.from_db(application._state.db, list(values), list(values.values())))
            rows[-1].application = application
        query = getattr(application, relation).all()
        query._result_cache, query._prefetch_done = rows, True  # what Django's own prefetching sets
        held[relation] = query


def _name(relation: str) -> str:
    return f"{relation}_along"


def _rows(model: type[models.Model]) -> ArraySubquery:
    """Each column as text: a number of JSON would come back as a float."""
    columns = {column.attname: Cast(column.attname, TextField()) for column in model._meta.concrete_fields}
    rows = model._default_manager.filter(application=OuterRef("pk"))
    return ArraySubquery(rows.values_list(JSONObject(**columns)))
