"""The attachments' section: that all are there, and what each picture shows (O-06)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from portal.accounts.models import User

from ..models import Application
from . import drafting


@transaction.atomic
def save_attachments(
    application: Application,
    *,
    values: Mapping[str, Any],
    described: Mapping[UUID, tuple[str, str]],
    unparsed: drafting.Unparsed,
    version: int | None,
    by: User,
    answers: Mapping[str, str] | None = None,
) -> Application:
    """Save the section's columns, and caption and description of each picture named in `described`.

    What has been sent in keeps its words in the frozen version; the words here are those of the next one.
    Raises NotYours, StaleVersion or MovedOn.
    """
    application = drafting.save_section(
        application, section="bilagor", values=values, unparsed=unparsed, version=version, by=by, answers=answers
    )
    for row in application.attachments.filter(pk__in=described, kind__in=application.call_version.figure_kinds):
        row.caption, row.alt_text = described[row.pk]
        row.save(update_fields=["caption", "alt_text"])
    return application
