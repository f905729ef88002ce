"""Sections that are columns and one list of rows: risks, related projects, small aid, other support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from portal.accounts.models import User

from ..models import Application, MinimisAid, OtherSupport, RelatedProject, Risk
from . import drafting, signing

ROWS: dict[str, Any] = {
    "risker": Risk,
    "narliggande": RelatedProject,
    "statsstod": MinimisAid,
    "annat_stod": OtherSupport,
}


@transaction.atomic
def save(
    application: Application,
    *,
    section: str,
    values: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    unparsed: drafting.Unparsed,
    version: int | None,
    by: User,
    answers: Mapping[str, str] | None = None,
) -> Application:
    """Save the section's columns, and its rows in the order given; a row that is gone from the list is deleted.

    Raises NotYours, StaleVersion or MovedOn.
    """
    application = drafting.save_section(
        application, section=section, values=values, unparsed=unparsed, version=version, by=by, answers=answers
    )
    model = ROWS[section]
    model.objects.filter(application=application).delete()
    model.objects.bulk_create(model(application=application, order=order, **row) for order, row in enumerate(rows))
    signing.content_changed(application)  # once more, now that the rows are what they will be
    return application
