"""Pictures of an application, numbered as figures with caption and text for who does not see them (O-06)."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage

from portal import pdf
from portal.files import pictures

from ..models import ApplicationVersion, Attachment, CallVersion

Told = dict[str, Any]


def numbers(rules: CallVersion, files: Iterable[Attachment]) -> dict[UUID, int]:
    """Which figure each picture is, in the order in which they were put in."""
    shown = [row.pk for row in files if row.kind in rules.figure_kinds]
    return {pk: number for number, pk in enumerate(shown, 1)}


def told(attachment: Attachment, numbered: Mapping[UUID, int]) -> Told:
    """What a version keeps of a picture beside the file itself; nothing for other files."""
    number = numbered.get(attachment.pk)
    if number is None:
        return {}
    texts = {"caption": attachment.caption, "alt_text": attachment.alt_text}
    return {"id": str(attachment.pk), "figure": number} | texts


def lines(file: Told) -> list[str]:
    """A kept picture's own words, under the file's name; versions from before there were figures have none."""
    if not file.get("figure"):
        return []
    return [f"Figur {file['figure']}: {file['caption']}", f"Beskrivning: {file['alt_text']}"]


def printed(data: Mapping[str, Any]) -> list[Told]:
    """The figures of a version as templates/pdf/receipt.html wants them."""
    return [
        {
            "number": file["figure"],
            "caption": file["caption"],
            "alt": file["alt_text"] or file["caption"] or file["name"],  # a picture without any stops the document
            "src": _address(file),
        }
        for file in data["attachments"]
        if file.get("figure")
    ]


def of_version(version: ApplicationVersion) -> list[pdf.Picture]:
    """The pictures that the version's receipt shows, fit for paper. Raises ValueError or OSError for a lost one."""
    kept = {file["sha256"]: file for file in version.data["attachments"] if file.get("figure")}
    if not kept:
        return []
    files = version.application.attachments.filter(file__sha256__in=kept).select_related("file")
    keys = {row.file.sha256: row.file.key for row in files}
    found = []
    for sha256, file in kept.items():
        if sha256 not in keys:
            raise ValueError(f"the picture {sha256} of {version} is gone")
        with default_storage.open(keys[sha256]) as stream:
            data, content_type = pictures.for_paper(stream.read())
        found.append(pdf.Picture(_address(file), data, content_type))
    return found


def _address(file: Told) -> str:
    """Made of the content, so that no two pictures are taken for each other."""
    return f"bild/{file['sha256']}"
