"""The tjänsteutlåtande at the desk: as it will be, as it was approved, and the officer's own texts in it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from applications.lifecycle.gates.grant import conflict_answered
from applications.models import BoardMemo

from ..documents import memo as paper
from ..documents import memo_texts
from ..enums import MemoState
from ..forms.memo_texts import MemoTextForm, text_values
from ..selectors.dossier import Dossier
from ..services import memo_papers
from . import editing, frame
from .memo_reading import linked, reads_draft, source_of, warned
from .opening import open_case

EDIT = require_http_methods(["GET", "HEAD", "POST"])
WITH_HEAD = "Tjänsteutlåtandet ligger hos chefen. Du kan ändra det om det skickas tillbaka."


@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The version that was approved (`?version=`, else the latest), or what it will be."""
    dossier = open_case(request, pk)
    kept = list(dossier.case.board_memos.select_related("approved_by", "document__file").order_by("-number"))
    row = _chosen(request, kept)
    title = "Tjänsteutlåtande"
    context: dict[str, Any] = {
        "title": title,
        "case": dossier.case,
        "case_url": frame.case_url(dossier.case),
        "crumbs": frame.crumbs((dossier.case.title, frame.case_url(dossier.case)), (title, "")),
        "memo": row,
        "kept": kept,
    }
    if row is not None:
        return frame.page(request, "memo", context | {"m": row.frozen})
    source = source_of(dossier)
    if source is None or not reads_draft(dossier):
        raise Http404("nothing to read yet")
    context |= warned(dossier, source) | {
        "m": paper.content(source),
        "changes": paper.differing(source),
        "edit_url": frame.case_url(dossier.case, "case_memo_text") if _writes(dossier) else "",
    }
    return frame.page(request, "memo", context)


def _chosen(request: HttpRequest, kept: list[BoardMemo]) -> BoardMemo | None:
    asked = request.GET.get("version", "")
    if not asked:
        return kept[0] if kept else None
    found = next((row for row in kept if str(row.number) == asked), None)
    if found is None:
        raise Http404("no such version")
    return found


def _writes(dossier: Dossier) -> bool:
    """Its officer, while the proposal is a draft."""
    is_open = dossier.memo is None or dossier.memo.state == MemoState.DRAFT
    return is_open and bool(dossier.user.has_perm("applications.handle_case", dossier.case))


@EDIT
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The texts, with what they lack and where they say something else than the application."""
    dossier = open_case(request, pk)
    source = source_of(dossier)
    if source is None or not dossier.user.has_perm("applications.handle_case", dossier.case):
        raise Http404("not this person's to write, or not now")
    assert dossier.application is not None  # source_of asks
    missing = linked(dossier, conflict_answered(dossier.application, dossier.user))
    if dossier.memo is not None and dossier.memo.state != MemoState.DRAFT:
        missing.append({"text": WITH_HEAD})

    def current() -> dict[str, Any]:
        return text_values(memo_texts.written(dossier.case), source.suggestion)

    form = MemoTextForm(request.POST or None, initial=current())
    saved_now = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        saved_now = editing.save(
            form,
            lambda: memo_papers.save(dossier.case, values=form.texts(), version=version, by=dossier.user),
            current,
        )
        if not form.errors:
            messages.success(request, "Texterna är sparade.")
            return redirect(frame.case_url(dossier.case, "case_memo"))
    return editing.page(
        request,
        dossier,
        "Texter i tjänsteutlåtandet",
        form,
        saved_now=editing.shown(form, saved_now) if saved_now else [],
        missing=missing,
        lead="Fälten är ifyllda med det som ansökan säger, tills du sparar. Resten hämtas ur ärendet.",
        changes=paper.differing(source),
        **warned(dossier, source),
    )
