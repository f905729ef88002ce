"""What the files themselves say: harmful code, the same one twice, and what keeps people from reading it."""

from __future__ import annotations

from collections.abc import Iterator

from ..enums import RuleLevel
from ..models import Application, Attachment
from ..questions import ATTACHMENTS, key_of
from .finding import Finding


def attachments(application: Application) -> list[Attachment]:
    """With their files. No query where both are prefetched, else one."""
    is_read = "attachments" in getattr(application, "_prefetched_objects_cache", {})
    return list(application.attachments.all() if is_read else application.attachments.select_related("file"))


def stopped(application: Application) -> Iterator[Finding]:
    """A file with harmful code is not sent in. One that answers a question is told where the question stands
    (questions.missing); one that has come in is beyond the applicant's reach."""
    for row in attachments(application):
        if row.file.is_stopped and key_of(row.kind) is None and not row.is_sent_in:
            text = f"{row.file.original_name} innehåller skadlig kod. Ta bort filen och lägg in en ren kopia."
            yield Finding("stopped_file", RuleLevel.ERROR, text, ATTACHMENTS, f"fil-{row.kind}")


def same_twice(application: Application) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for row in attachments(application):
        name = row.file.original_name
        first = seen.setdefault(row.file.sha256, name)
        if first is name:
            continue
        twice = f"Filen ”{name}” ligger bland bilagorna två gånger."
        same = f"Filerna ”{first}” och ”{name}” innehåller samma sak."
        text = f"{twice if first == name else same} Ta bort den ena."
        yield Finding("same_file_twice", RuleLevel.WARNING, text, ATTACHMENTS)


def readable(application: Application) -> Iterator[Finding]:
    """What will be published should be readable by all (domain.md §2.6). It stops nobody."""
    for row in attachments(application):
        for text in row.told_remarks:
            told = f"{row.file.original_name} ska publiceras. {text}"
            yield Finding("readable_file", RuleLevel.ADVICE, told, ATTACHMENTS, f"fil-{row.kind}")
