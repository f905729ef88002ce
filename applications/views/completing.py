"""Answering a request for completion: item by item, with what stood there before beside the open field."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from portal import sessions
from portal.look.form_errors import ErrorLine, collect

from ..forms import completing as faces
from ..forms.completing import BASE, AnswersForm, ItemFace, mark
from ..lifecycle.gates.completion import is_answered, items_of, kind_of, open_request
from ..models import Application, CompletionItem, CompletionRequest
from ..sections import SECTIONS
from ..selectors import signing as standing
from ..services import completing, signing_orders
from . import doors, places, uploads
from .answers import Tried, attempt, page, saved, still_missing, typed_before
from .signing import sign

HAND_IN, SAVE = "hand_in", "save"
CHANGED = "Någon annan har ändrat punkten medan du skrev. Jämför, ändra om det behövs och spara igen."


@require_http_methods(["GET", "HEAD", "POST"])
@page
def completion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is missing, why, and by when; what is given is kept as it is written and handed in together."""
    row = _row(request, pk)
    asked = open_request(row)
    if asked is None:
        return redirect("applications:case", row.case_id)
    items = _items(asked)
    if request.method != "POST":
        texts = typed_before(request)
        return _page(request, row, asked, items, AnswersForm(texts, items=items), faces.read(row, items, texts))
    return _post(request, row, asked, items)


def _row(request: HttpRequest, pk: UUID) -> Application:
    """The application with all that its gates read, and the case's requests."""
    row = doors.application(request, pk, is_list=True)
    asked = CompletionRequest.objects.select_related("asked_by").prefetch_related("items")
    prefetch_related_objects([row.case], Prefetch("completions", asked))
    return row


def _items(asked: CompletionRequest) -> list[CompletionItem]:
    return [item for item in items_of(asked) if item.section in SECTIONS]


def _post(
    request: HttpRequest, row: Application, asked: CompletionRequest, items: list[CompletionItem]
) -> HttpResponse:
    """Keep what can be kept of every item; hand in when that button was pressed and nothing is wrong."""
    form, read = AnswersForm(request.POST, request.FILES, items=items), faces.read(row, items, request.POST)
    form.is_valid()
    touched = {item.pk for item in items if _is_touched(request, item, read[item.pk], form)}
    clashes = {item.pk for item in items if item.pk in touched and _clashes(request, item, read[item.pk], form)}
    given = {pk: read[pk].given(form.answers.get(pk, "")) for pk in touched - clashes}
    tried = attempt(lambda: completing.answer(row, given=given, by=doors.person(request)))
    lines = _keep_files(request, row, form, items) if tried.is_done else []
    lines += [ErrorLine(CHANGED, f"#punkt-{pk}") for pk in clashes]
    if not tried.is_done or lines or not form.is_valid() or _faults(read):
        return _page(request, row, asked, items, form, read, tried, lines, clashes)
    if request.POST.get("go") != HAND_IN:
        saved(request, "Svaren sparade")
        onward = request.POST.get("go", SAVE)
        return redirect(places.at("completion", row.pk) + (f"#{onward}" if onward.startswith("punkt-") else ""))
    return _hand_in(request, row.pk)


def _is_touched(request: HttpRequest, item: CompletionItem, one: ItemFace, form: AnswersForm) -> bool:
    """Something else is typed than what the page was made with; what is not touched takes what is saved now."""
    return request.POST.get(f"{BASE}{item.pk}", "") != mark(one.typed, form.raw(f"svar-{item.pk}"))


def _clashes(request: HttpRequest, item: CompletionItem, one: ItemFace, form: AnswersForm) -> bool:
    """Another has saved the item since the page was made, and that is not what is typed now."""
    base, saved_now = request.POST.get(f"{BASE}{item.pk}", ""), mark(one.now, item.answer)
    return bool(base) and saved_now not in (base, mark(one.typed, form.raw(f"svar-{item.pk}")))


def _faults(read: dict[int, ItemFace]) -> bool:
    return any(field.errors for one in read.values() for field in one.fields)


def _keep_files(
    request: HttpRequest, row: Application, form: AnswersForm, items: list[CompletionItem]
) -> list[ErrorLine]:
    """Each file by itself: one that is refused does not take the others with it."""
    lines: list[ErrorLine] = []
    for item in items:
        for upload in form.files_of(item.pk):
            try:
                completing.add_file(row, item=item.pk, upload=upload, by=doors.person(request))
            except ValidationError as refused:
                text = " ".join(refused.messages)
                form.add_error(f"filer-{item.pk}", f"{upload.name}: {text}")
    return lines


def _hand_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Signed where money or parties have changed; else handed in by whoever writes."""
    row = doors.application(request, pk)
    by, words = doors.person(request), completing.statement(row)
    in_preparation = "answer_completion" if _from_check(row) else "answer_completion_in_preparation"
    if words is not None and doors.may(request, "submit_application", row):
        tried, leaves = sign(
            request,
            lambda seen: completing.hand_in(row, by=by, seen=seen),
            (row, in_preparation, lambda: words),
            places=places.in_application(row),
        )
        if leaves is not None:
            return leaves
    else:
        tried = attempt(lambda: completing.hand_in(row, by=by), places=places.in_application(row))
    if tried.is_done and tried.result is None:
        saved(request, "Du har skrivit under. En underskrift till behövs innan kompletteringen är lämnad")
        return redirect(f"{places.at('completion', pk)}#skriv-under")
    if tried.is_done:
        saved(request, "Kompletteringen kom in")
        return redirect("applications:case", row.case_id)
    asked = open_request(row)
    if asked is None:
        return redirect("applications:case", row.case_id)
    items = _items(asked)
    return _page(request, row, asked, items, AnswersForm(items=items), faces.read(row, items, None), tried)


def _from_check(row: Application) -> bool:
    asked = open_request(row)
    return asked is not None and asked.asked_in == "formal_check"


def _page(
    request: HttpRequest,
    row: Application,
    asked: CompletionRequest,
    items: list[CompletionItem],
    form: AnswersForm,
    read: dict[int, ItemFace],
    tried: Tried | None = None,
    lines: list[ErrorLine] | None = None,
    clashes: set[int] | None = None,
) -> HttpResponse:
    fresh = _row(request, row.pk) if tried is not None else row
    version = row.versions.order_by("number").last()
    sent = {part["key"]: part for part in version.data["sections"]} if version else {}
    files = list(fresh.attachments.all())
    move = "answer_completion" if asked.asked_in == "formal_check" else "answer_completion_in_preparation"
    words = None if _faults(read) else completing.statement(fresh)  # what cannot be read is no changed sum
    rows: list[dict[str, Any]] = [
        {
            "item": item,
            "section": SECTIONS[item.section].label,
            "url": "" if item.field else places.at("section", row.pk, item.section),
            "was": sent.get(item.section, {}).get("rows", []) if not item.field else [],
            "fields": read[item.pk].fields,
            "saved_now": read[item.pk].now if clashes and item.pk in clashes else "",
            "saved_answer": item.answer if clashes and item.pk in clashes else "",
            "is_clash": bool(clashes and item.pk in clashes),
            "answer": form[f"svar-{item.pk}"],
            "upload": form[f"filer-{item.pk}"],
            "files": [one for one in files if one.kind == kind_of(item) and not one.is_sent_in],
            "base": (form.data.get(f"{BASE}{item.pk}") if request.method != "POST" else "")
            or mark(read[item.pk].now, item.answer),
            "is_answered": is_answered(fresh, item) and not any(field.errors for field in read[item.pk].fields),
        }
        for item in items
    ]
    context = {
        "application": row,
        "asked": asked,
        "form": form,
        "is_unsaved": form.is_bound and request.method != "POST",
        "rows": rows,
        "left": [] if form.is_bound else still_missing(fresh, doors.person(request), places.in_application(row), move),
        "statement": words,
        "signatures": standing.of_object(asked.pk, words.purpose) if words else [],
        "may_sign": doors.may(request, "submit_application", row),
        "signs_elsewhere": signing_orders.is_away(),
        "error_list": [*(tried.errors if tried else ()), *(lines or ()), *_field_lines(form, read)],
        "may_answer": doors.may(request, "answer_completion", row),
        "crumbs": places.of_case(row.case, "Komplettera"),
    }
    return render(request, "applications/completion.html", context)


def _field_lines(form: AnswersForm, read: dict[int, ItemFace]) -> list[ErrorLine]:
    """What could not be read, in the order of the items; what a visit shows needs no summary."""
    if not form.is_bound:
        return []
    fields = [field for one in read.values() for field in one.fields]
    own = [ErrorLine(str(text), f"#{field.auto_id}") for field in fields for text in field.errors]
    return [*own, *collect(form)]


@require_POST
@page
def add(request: HttpRequest, pk: UUID, item: int) -> HttpResponseBase:
    """Keep one file as the answer to an item, and answer with its row for the list (static/js/uploads.js)."""
    row = doors.application(request, pk)
    upload, key = uploads.sent_file(request)
    by = doors.person(request)
    tried = attempt(lambda: completing.add_file(row, item=item, upload=upload, key=key, by=by))
    if not tried.is_done:
        return uploads.refused(tried)
    found = row.attachments.select_related("file", "application").get(pk=tried.result.pk)
    html = uploads.row_of(request, found, own_form=True)
    done = render_to_string("applications/partials/answered_mark.html", {"is_answered": True}, request)
    return JsonResponse({"row": html, "id": f"inlagd-{found.pk}", "parts": {f"besvarad-{item}": done}})


@require_POST
@page
def remove(request: HttpRequest, pk: UUID, attachment: UUID) -> HttpResponseBase:
    """Take away a file that has not been handed in."""
    row = doors.application(request, pk)
    found = get_object_or_404(row.attachments.select_related("file", "application__case"), pk=attachment)
    tried = attempt(lambda: completing.remove_file(found, by=doors.person(request)))
    if sessions.by_script(request):
        return _marks(request, pk) if tried.is_done else uploads.refused(tried)
    if tried.is_done:
        saved(request, "Filen är borttagen")
    return redirect(places.at("completion", row.pk))


def _marks(request: HttpRequest, pk: UUID) -> JsonResponse:
    """Which items are answered now, by the id of their marks."""
    row = doors.application(request, pk, is_list=True)
    asked = open_request(row)
    told = {f"besvarad-{item.pk}": {"is_answered": is_answered(row, item)} for item in (_items(asked) if asked else ())}
    mark_of = "applications/partials/answered_mark.html"
    return JsonResponse({"parts": {id: render_to_string(mark_of, context, request) for id, context in told.items()}})
