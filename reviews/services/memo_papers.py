"""The tjänsteutlåtande: the officer's own texts in it, and the version that the board decides from."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.documents import making
from applications.documents.canonical import sha256
from applications.enums import ApplicationState, DocumentKind
from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, StaleVersion
from applications.models import BoardMemo, Case
from portal import clock
from portal.accounts.models import User

from ..documents import memo as paper
from ..documents.memo_gaps import too_long
from ..enums import MemoState
from ..models import MemoText
from .checking import require_officer

FIELDS = ("summary", "background", "biggest_risk", "follow_up", "recipients")
TITLE = "Tjänsteutlåtande: {title}"
LATER = "Tjänsteutlåtande, version {number}: {title}"


@transaction.atomic
def save(case: Case, *, values: Mapping[str, str], version: int | None, by: User) -> MemoText:
    """Keep the officer's texts, until the proposal lies with the head (domain.md §4.1).

    Raises NotYours, NotReady while the jäv question is open, MovedOn, StaleVersion, or ValidationError per field: a
    summary of more than 120 words.
    """
    case = engine.lock(case)
    require_officer(case, by)
    if case.application.state != ApplicationState.PREPARATION:
        raise MovedOn(case.application.get_state_display(), "Spara texterna")
    proposal = getattr(case, "memo", None)
    if proposal is not None and proposal.state != MemoState.DRAFT:
        raise MovedOn(proposal.get_state_display(), "Spara texterna")
    found = MemoText.objects.select_for_update().filter(case=case).first()
    row = found or MemoText(case=case, version=0)
    if version is not None and row.version and row.version != version:
        raise StaleVersion
    for field in FIELDS:
        if field in values:
            setattr(row, field, values[field].strip())
    if text := too_long(row.summary):
        raise ValidationError({"summary": text})
    row.written_by, row.written_at = by, clock.now()
    row.version += 1
    row.full_clean(exclude=["case", "written_by"])
    row.save()
    return row


def freeze(case: Case, *, by: User) -> BoardMemo:
    """Keep the tjänsteutlåtande as it is now, with its hash, as the case's next version, and owe its PDF.

    The caller holds the case's lock and has made the move that it belongs to: an earlier version is never changed.
    """
    case = Case.objects.select_related(*paper.RELATED).get(pk=case.pk)
    version = case.application.latest_version()
    content = paper.content(paper.read(case, version), approved_by=by)
    number = case.board_memos.count() + 1
    row = BoardMemo.objects.create(
        case=case, number=number, application_version=version, frozen=content, sha256=sha256(content), approved_by=by
    )
    title = TITLE if number == 1 else LATER
    making.owe(case, DocumentKind.MEMO, title=title.format(number=number, title=content["title"]), board_memo=row)
    return row
