"""From a row that owes a document to a stored PDF: once, whatever happens on the way (architecture.md §7)."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.template.loader import render_to_string

from portal import clock, pdf
from portal.after_commit import enqueue
from portal.files import storing

from ..enums import DocumentKind
from ..models import ApplicationVersion, BoardMemo, Case, Decision, DecisionRequest, Document, Withdrawal
from . import contents, pictures, receipt

TASK = "applications.tasks.make_document"
# What may stop a document without being a fault in the code: the renderer, a logo or a text, the disk.
FAULTS = (pdf.RenderError, ValueError, OSError)
LONGEST_ERROR = 2000


def owe(
    case: Case,
    kind: DocumentKind,
    *,
    title: str,
    decision: Decision | None = None,
    version: ApplicationVersion | None = None,
    withdrawal: Withdrawal | None = None,
    board_memo: BoardMemo | None = None,
    request: DecisionRequest | None = None,
) -> Document:
    """Write down that a document is owed, as the next handling of the case, and ask for it to be made.

    The caller holds the case's lock, so numbers have no gaps and no doubles.
    """
    last: int | None = case.documents.aggregate(last=Max("number"))["last"]
    document = Document.objects.create(
        case=case,
        number=(last or 0) + 1,
        kind=kind,
        title=title[:200],
        decision=decision,
        application_version=version,
        withdrawal=withdrawal,
        board_memo=board_memo,
        decision_request=request,
    )
    enqueue(TASK, document.pk)
    return document


def make(document_id: UUID) -> bool:
    """Render and store the document; False when it is already made, or another process is making it.

    The bytes lie under a key made of the row's id, so a process that is killed after writing them leaves nothing
    astray: the next attempt writes over them. Raises one of FAULTS, counted on the row.
    """
    # Counted before rendering, in a transaction of its own: what kills the process must not be tried first for ever.
    with transaction.atomic():
        if (document := _claimed(document_id)) is None:
            return False
        Document.objects.filter(pk=document.pk).update(attempts=F("attempts") + 1)
    try:
        with transaction.atomic():
            if (document := _claimed(document_id)) is None:
                return False
            keep(document, _render(document))
    except FAULTS as fault:
        Document.objects.filter(pk=document_id, file=None).update(
            last_error=f"{type(fault).__name__}: {fault}"[:LONGEST_ERROR]
        )
        raise
    return True


def _claimed(document_id: UUID) -> Document | None:
    """The row, locked, if it is owed and nobody else is making it."""
    return (
        Document.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related(
            "decision", "application_version", "withdrawal", "board_memo__application_version", "decision_request"
        )
        .filter(pk=document_id, file=None)
        .first()
    )


def _render(document: Document) -> bytes:
    """The PDF. Its dates are the row's, so that rendering again gives the same bytes."""
    template, name, values, source = _source(document)
    html = render_to_string(f"pdf/{template}.html", {name: values})
    enclosed = pdf.Attached(f"{template}.json", contents.canonical(source), "Handlingens innehåll som data")
    memo = document.board_memo
    version = document.application_version if memo is None else memo.application_version
    return pdf.render(
        html,
        title=document.title,
        created=document.owed_since,
        attachments=[enclosed],
        pictures=pictures.of_version(version) if version is not None else (),
        brand=values.get("authority", {}).get("brand", ""),  # what was frozen before there were colours has none
    )


def _source(document: Document) -> tuple[str, str, dict[str, Any], dict[str, Any]]:
    """Template, the name of its variable, what it prints, and the frozen source that rides along as data."""
    if document.kind == DocumentKind.DECISION:
        assert document.decision is not None  # a constraint of the row
        if document.decision.frozen is None:
            raise ValueError(f"the decision {document.decision_id} is not frozen yet")
        return "decision", "d", document.decision.frozen, document.decision.frozen
    if document.kind == DocumentKind.WITHDRAWAL:
        assert document.withdrawal is not None and document.withdrawal.frozen is not None  # constraints of the rows
        return "withdrawal", "w", document.withdrawal.frozen, document.withdrawal.frozen
    if document.kind == DocumentKind.REFUSAL:
        assert document.decision_request is not None  # a constraint of the row
        assert document.decision_request.frozen is not None  # owed when it is refused, and then it is frozen
        return "refusal", "a", document.decision_request.frozen, document.decision_request.frozen
    if document.kind == DocumentKind.MEMO:
        assert document.board_memo is not None  # a constraint of the row
        return "memo", "m", document.board_memo.frozen, document.board_memo.frozen
    assert document.application_version is not None  # a constraint of the row
    version = document.application_version
    return "receipt", "r", receipt.view(version), version.data


def keep(document: Document, data: bytes) -> None:
    """Store the rendered document and say on its row that it is made."""
    year = clock.local(document.owed_since).year
    document.file = storing.store(
        data,
        name=f"{document.case.dnr} {document.title}.pdf",
        content_type="application/pdf",
        shelf="record",
        key=f"record/{year}/{document.pk}",
    )
    document.pages = pdf.page_count(data)
    document.made_at = clock.now()
    document.last_error = ""
    document.save(update_fields=["file", "pages", "made_at", "last_error"])
