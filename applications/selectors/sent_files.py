"""The files of a version that came in, as they can be opened, each with what its kind was called then."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import Application, ApplicationVersion, Attachment


@dataclass(frozen=True, slots=True)
class SentFile:
    """`label` is the name of its kind, or the question that it answers, in the words of the version."""

    row: Attachment
    label: str


def of_version(application: Application, version: ApplicationVersion) -> list[SentFile]:
    """In the order in which they were put in. What was added since is still the applicant's alone."""
    labels = {(file["kind"], file["sha256"]): file.get("label", "") for file in version.data["attachments"]}
    rows = application.attachments.filter(file__sha256__in=[sha256 for _, sha256 in labels]).select_related("file")
    return [SentFile(row, labels[key]) for row in rows if (key := (row.kind, row.file.sha256)) in labels]
