"""Copies of a case as rows, for lists of thirty: the services would take minutes."""

import uuid
from typing import Any

from django.db import connection, models

from applications.models import (
    Application,
    Assignment,
    Case,
    Claim,
    CompletionRequest,
    Decision,
    Idea,
    Obligation,
    Project,
    Report,
)
from reviews.models import DelegatedDecision, Memo

# In the order of their references: each may point at rows before it.
MODELS: tuple[type[models.Model], ...] = (
    Idea,
    Application,
    Assignment,
    CompletionRequest,
    Memo,
    Decision,
    DelegatedDecision,
    Obligation,
    Project,
    Report,
    Claim,
)


def copy(case: Case, count: int) -> None:
    """Make `count` more cases like this one, with everything that a list of the desk reads."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.seed_states = 'on'")
        for number in range(count):
            _one(case, number)
        cursor.execute("SET LOCAL portal.seed_states = 'off'")


def _one(case: Case, number: int) -> None:
    new: dict[Any, Any] = {case.pk: uuid.uuid4()}
    twin = Case.objects.get(pk=case.pk)
    _save(twin, new[case.pk], dnr=f"{case.dnr}-{uuid.uuid4().hex[:8]}", title=f"{case.title} {number}")
    for model in MODELS:
        path = "decision__case" if model is DelegatedDecision else "case"
        for row in model._default_manager.filter(**{path: case}):
            new[row.pk] = uuid.uuid4()
            changed: dict[str, Any] = {
                field.attname: new[value]
                for field in model._meta.concrete_fields
                if field.is_relation and (value := getattr(row, field.attname)) in new
            }
            if model is DelegatedDecision:
                changed["number"] = 1000 + DelegatedDecision.objects.count()
            _save(row, new[row.pk], **changed)


def _save(row: models.Model, pk: uuid.UUID, **changed: Any) -> None:
    row.pk = pk
    row._state.adding = True
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(force_insert=True)
