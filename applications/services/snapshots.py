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
    MinimisAid,
    OtherSupport,
    Party,
    PartyCost,
    PartyFunding,
    ProjectRole,
    RelatedProject,
    Risk,
    SectionDraft,
    StaffMonths,
    StaffRow,
    SubGoal,
)
from ..sections import SECTIONS

OWN: tuple[type[models.Model], ...] = (
    Party, SubGoal, ProjectRole, Risk, RelatedProject, MinimisAid, OtherSupport, ComponentRequest, CostRow,
    SectionDraft, Funder, StaffRow, EffectNode,
)  # fmt: skip
RENAMED = {"bankgiro": "account_no"}  # what a snapshot of before calls a column
COLUMNS = sorted({"answers"}.union(*(section.fields for section in SECTIONS.values())))


def _rows(application: Application) -> list[models.QuerySet[Any]]:
    """The rows that the sections own, parents before children."""
    own: list[models.QuerySet[Any]] = [model._default_manager.filter(application=application) for model in OWN]
    under: list[models.QuerySet[Any]] = [
        FundingRow.objects.filter(funder__application=application),
        StaffMonths.objects.filter(staff_row__application=application),
        EffectLink.objects.filter(source__application=application),
        Indicator.objects.filter(node__application=application),
        PartyCost.objects.filter(party__application=application),
        PartyFunding.objects.filter(party__application=application),
    ]
    return [*own, *under]


def take(application: Application) -> list[dict[str, Any]]:
    """The sections' columns and rows as JSON-able data."""
    columns = json.loads(serializers.serialize("json", [application], fields=COLUMNS))
    rows = [json.loads(serializers.serialize("json", query)) for query in _rows(application)]
    return [*columns, *(row for part in rows for row in part)]


def restore(application: Application, taken: list[dict[str, Any]]) -> None:
    """Put the sections back as they were. The application itself keeps its state and dates, and what came into the
    form after the snapshot."""
    kept = {row["pk"] for row in taken if row["model"] == Party._meta.label_lower}
    for query in reversed(_rows(application)):
        (_parties_gone(application, kept) if query.model is Party else query).delete()
    told = {RENAMED.get(name, name): value for name, value in taken[0]["fields"].items()}
    first, *rows = serializers.deserialize("json", json.dumps([taken[0] | {"fields": told}, *taken[1:]]))
    columns = [column for column in COLUMNS if column in told]
    for column in columns:
        setattr(application, column, getattr(first.object, column))
    application.save(update_fields=columns)
    for row in rows:
        row.save()


def _parties_gone(application: Application, kept: set[int]) -> models.QuerySet[Any]:
    """The parties that came after the snapshot. The others keep their rows, since people and promises hang on them;
    their numbers are let go first, as two may have changed places."""
    parties = Party.objects.filter(application=application)
    parties.filter(pk__in=kept).update(orgnr="")
    return parties.exclude(pk__in=kept)
