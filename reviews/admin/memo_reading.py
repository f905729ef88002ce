"""The tjänsteutlåtande as pages of a case read it: who reads its draft, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from applications.enums import ApplicationState as A
from applications.lifecycle.registry import Missing

from ..documents import memo as paper
from ..documents.memo_gaps import gaps
from ..documents.memo_parts import Read
from ..selectors.dossier import Dossier
from . import frame, places


def source_of(dossier: Dossier) -> Read | None:
    """What the memo is made of now; None but while the case is prepared, when the application is ours to read."""
    application, version = dossier.application, dossier.version
    if application is None or version is None or application.state != A.PREPARATION:
        return None
    return paper.read(dossier.case, version)


def reads_draft(dossier: Dossier) -> bool:
    """The officer, and the head who approves it: others read it when it has been approved."""
    user, case = dossier.user, dossier.case
    return bool(user.has_perm("applications.handle_case", case) or user.has_perm("applications.return_memo", case))


def is_readable(dossier: Dossier) -> bool:
    """There is a version that was approved, or one on its way that is the person's to read."""
    application = dossier.application
    if application is not None and application.state == A.PREPARATION:
        return reads_draft(dossier)
    return dossier.case.board_memos.exists()


def warned(dossier: Dossier, source: Read | None) -> dict[str, Any]:
    """What a page shows of the memo before it is handed over: what is empty, and where it is read whole."""
    if source is None:
        return {}
    return {"gaps": linked(dossier, gaps(source)), "memo_url": frame.case_url(dossier.case, "case_memo")}


def linked(dossier: Dossier, rows: Iterable[Missing]) -> list[dict[str, str]]:
    return [{"text": row.text, "url": places.url_of(row.place, dossier) if row.place else ""} for row in rows]
