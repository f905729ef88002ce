"""What the form's sections hold at a moment, so that edits that were never handed in can be taken back."""

import json
from typing import Any

from django.core import serializers
from django.db import models

from ..models import (
    Application,
    ComponentRequest,
    CostRow,
    EffectLink,
    EffectNode,
    Funder,
    FundingRow,
    Indicator,
    Party,
    ProjectRole,
    SectionDraft,
    SubGoal,
)
from ..sections import SECTIONS

COLUMNS = sorted({"answers"}.union(*(section.fields for section in SECTIONS.values())))


def _rows(application: Application) -> list[models.QuerySet[Any]]:
    """The rows that the sections own, parents before children."""
    own: list[models.QuerySet[Any]] = [
        model.objects.filter(application=application)
        for model in (Party, SubGoal, ProjectRole, ComponentRequest, CostRow, SectionDraft, Funder, EffectNode)
    ]
    under: list[models.QuerySet[Any]] = [
        FundingRow.objects.filter(funder__application=application),
        EffectLink.objects.filter(source__application=application),
        Indicator.objects.filter(node__application=application),
    ]
    return [*own, *under]


def take(application: Application) -> list[dict[str, Any]]:
    """The sections' columns and rows as JSON-able data."""
    columns = json.loads(serializers.serialize("json", [application], fields=COLUMNS))
    rows = [json.loads(serializers.serialize("json", query)) for query in _rows(application)]
    return [*columns, *(row for part in rows for row in part)]


def restore(application: Application, taken: list[dict[str, Any]]) -> None:
    """Put the sections back as they were. The application itself keeps its state and dates."""
    for query in reversed(_rows(application)):
        query.delete()
    first, *rows = serializers.deserialize("json", json.dumps(taken))
    for column in COLUMNS:
        setattr(application, column, getattr(first.object, column))
    application.save(update_fields=COLUMNS)
    for row in rows:
        row.save()
