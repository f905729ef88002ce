"""The idea's pages: begin, write, share, take away, make an application of it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal import clock
from portal.look.form_errors import collect

from ..enums import IdeaState
from ..findings import formulators, without_target_group
from ..forms import checklist as carrying
from ..forms import merging
from ..forms.draft import differences
from ..forms.ideas import CallForm, IdeaForm, NewIdeaForm
from ..forms.merging import Clash
from ..lifecycle import engine
from ..models import Call, Checklist, Idea, Programme
from ..selectors import checklists as reading
from ..selectors import dialogue, from_idea
from ..selectors.case_story import sentence, stages
from ..services import advice as booking
from ..services import checklists, ideas
from . import doors, places
from .answers import Tried, attempt, choose, page, read_version, saved, typed_before, who_saved
from .autosaving import TRIES, Simple, Typed, answer

form_page = require_http_methods(["GET", "HEAD", "POST"])
CONTENT = (
    "problem",
    "who_formulated",
    "who_formulated_note",
    "desired_individual",
    "desired_organisation",
    "desired_society",
    "test_plan",
    "cost_guess",
    "contact_name",
    "contact_email",
    "contact_phone",
)


@form_page
@page
def idea_new(request: HttpRequest) -> HttpResponse:
    """Ask for a name and, where there are several, which programme and organisation; then go on writing."""
    mine = doors.organisations(request)
    programmes = Programme.objects.order_by("name", "pk")
    if slug := request.GET.get("utlysning"):
        programmes = programmes.filter(calls__slug=slug)
    answered, answers = _from_checklist(request)
    if answered:
        programmes = programmes.filter(pk=answered.programme_id)
    form = NewIdeaForm(request.POST or None, organisations=mine, programmes=programmes)
    if form.is_valid():
        given = form.cleaned_data
        idea = ideas.start(
            given["programme"],
            organisation=given["organisation"],
            title=given["title"],
            by=doors.person(request),
            checklist=checklists.carried(answered, answers) if answered else None,
        )
        return redirect("applications:idea_edit", idea.pk)
    context = {
        "form": form,
        "organisations": mine,
        "answered": answered,
        "answers": answers,
        "has_checklist": not answered and reading.current().exists(),
        "crumbs": places.crumbs("Ny idé"),
    }
    return render(request, "applications/idea_new.html", context)


def _from_checklist(request: HttpRequest) -> tuple[Checklist | None, reading.Answers]:
    """The edition and the answers that the address brings from Idékollen; they pass by sign-in in it too."""
    try:
        edition = reading.edition(request.GET.get(carrying.PROGRAMME, ""), carrying.edition_number(request.GET))
    except ValueError:
        edition = None
    return edition, carrying.read(request.GET, edition) if edition else {}


@require_safe
@page
def idea(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read the idea; a draft can be written on, shared or taken away, a shared one shows our advice."""
    row = doors.idea(request, pk)
    context = {
        "idea": row,
        "rows": [_said(row, name) for name in CONTENT],
        "told": reading.dated(
            reading.told(row.checklist) if row.is_private else (row.shared_content or {}).get("checklist", {})
        ),
        "sentence": sentence(row.case),
        "stages": stages(row.case),
        "remarks": _remarks(row),
        "missing": engine.missing_for(row, "share", by=doors.person(request)) if row.is_private else [],
        "may_write": _may_write(request, row),
        "may_delete": doors.may(request, "delete_draft", row),
        "versions": [] if row.is_private else list(row.versions.order_by("-number")),
        "advice": dialogue.advice(row.case) if booking.may_be_advised(row.case) else None,
        "offers": {offer.move.name for offer in engine.offered(row, doors.person(request))},
        "crumbs": places.crumbs(row.title),
    }
    return render(request, "applications/idea.html", context)


@form_page
@page
def idea_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write on the draft. What parses is saved even when something else is wrong."""
    row = doors.idea(request, pk)
    if request.method != "POST" and not _may_write(request, row):
        return redirect("applications:idea", row.pk)
    if request.method != "POST":
        if (texts := typed_before(request)) is not None:
            return _edit_page(request, row, IdeaForm(texts), bases=str(texts.get(merging.BASES, "")))
        return _edit_page(request, row, IdeaForm(initial=_values(row)))
    form, tried, clashes = _tried(request, row)
    if not (tried.is_done and form.is_valid()):
        return _edit_page(request, doors.idea(request, pk), form, tried, clashes)
    saved(request)
    return redirect("applications:idea", row.pk)


@form_page
@page
def idea_field(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Save one field of the draft as it is typed, or tell how the draft stands."""

    def load() -> Typed:
        row = doors.idea(request, pk)
        return _simple(request, row).typed(row.saved_at, row.saved_by.name if row.saved_by else "")

    return answer(request, load)


def _simple(request: HttpRequest, row: Idea) -> Simple:
    by = doors.person(request)
    return Simple(
        IdeaForm.shown(_values(row), {}),
        IdeaForm,
        lambda values: attempt(lambda: ideas.save(row, values=values, version=row.version, by=by)),
    )


def _tried(request: HttpRequest, row: Idea) -> tuple[IdeaForm, Tried, list[Clash]]:
    """Save what was posted together with what others have saved since: only what both changed must be chosen."""
    form, tried = IdeaForm(request.POST), Tried()
    for _ in range(TRIES):
        form, clashes = _simple(request, row).post(request)  # type: ignore[assignment]  # it reads with IdeaForm
        if clashes is None:  # a page without marks is saved as a whole, or not at all
            return form, _save(request, row, form, read_version(request)), []
        if clashes and row.state in ideas.WRITABLE:
            return form, choose(who_saved(request, row.saved_by, row.saved_at)), clashes
        tried = _save(request, row, form, row.version)
        if not tried.is_stale:
            break
        row = doors.idea(request, row.pk)
    return form, tried, []


def _save(request: HttpRequest, row: Idea, form: IdeaForm, version: int | None) -> Tried:
    form.is_valid()
    tried = attempt(lambda: ideas.save(row, values=form.kept, version=version, by=doors.person(request)))
    if not tried.is_stale:
        return tried
    fresh = doors.idea(request, row.pk)
    if fresh.state not in ideas.WRITABLE:
        return _save(request, row, form, None)  # it has gone on, which is refused with the words for that
    return tried if differences(IdeaForm.shown(_values(fresh), {}), form) else Tried(fresh)  # the same words twice


def _edit_page(
    request: HttpRequest,
    row: Idea,
    form: IdeaForm,
    tried: Tried | None = None,
    clashes: Sequence[Clash] = (),
    bases: str | None = None,
) -> HttpResponse:
    is_stale = tried is not None and tried.is_stale and not clashes
    now = IdeaForm.shown(_values(row), {})
    context = {
        "form": form,
        "idea": row,
        "remarks": _remarks(row),
        "checklist": None if row.checklist else reading.current().filter(programme=row.case.programme_id).first(),
        "error_list": [*tried.errors, *collect(form)] if tried else [],
        "now_saved": differences(now, form) if is_stale else {},
        "clashes": clashes,
        "saved_elsewhere": who_saved(request, row.saved_by, row.saved_at),
        "bases": merging.bases([now]) if bases is None else bases,
        "is_unsaved": bases is not None,
        "crumbs": places.crumbs((row.title, places.at("idea", row.pk)), "Skriv"),
    }
    return render(request, "applications/idea_edit.html", context)


@form_page
@page
def idea_share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say plainly what sharing means, then share."""
    row = doors.idea(request, pk)
    is_again = not row.is_private
    if is_again and row.changed_at is None:
        return redirect("applications:case", row.case_id)
    tried = None
    if request.method == "POST":
        edit, share = places.at("idea_edit", row.pk), ideas.share_again if is_again else ideas.share
        tried = attempt(lambda: share(row, by=doors.person(request)), places=lambda name: f"{edit}#id_{name}")
        if tried.is_done:
            saved(request, "Idén är delad på nytt. Den kom in" if is_again else "Idén är delad med oss. Den kom in")
            return redirect("applications:case", row.case_id)
    context = {
        "idea": row,
        "may_share": doors.may(request, "share_idea", row),
        "is_again": is_again,
        "error_list": list(tried.errors) if tried else [],
        "crumbs": places.crumbs((row.title, places.at("idea", row.pk)), "Dela"),
    }
    return render(request, "applications/idea_share.html", context)


@form_page
@page
def idea_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what is lost, then take the draft away for good."""
    row = doors.idea(request, pk)
    if request.method != "POST" and not row.is_private:
        return redirect("applications:idea", row.pk)
    if not doors.may(request, "delete_draft", row):
        raise Http404("not this person's to delete")
    tried = attempt(lambda: ideas.delete_draft(row, by=doors.person(request))) if request.method == "POST" else None
    if tried and tried.is_done:
        saved(request, "Idén är borttagen")
        return redirect("applications:my_pages")
    context = {
        "thing": "idén",
        "title": row.title,
        "back": places.at("idea", row.pk),
        "error_list": list(tried.errors) if tried else [],
        "crumbs": places.crumbs((row.title, places.at("idea", row.pk)), "Ta bort"),
    }
    return render(request, "applications/delete.html", context)


@form_page
@page
def idea_convert(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a draft application of a shared idea, in an open call of its programme."""
    row = doors.idea(request, pk)
    if row.state == IdeaState.CONVERTED:
        return redirect(places.case(row.case))
    calls = Call.objects.open_at(clock.now()).filter(programme=row.case.programme_id).with_windows()
    form = CallForm(request.POST or None, calls=calls)
    tried = None
    if form.is_valid():
        tried = attempt(lambda: ideas.convert(row, call=form.cleaned_data["call"], by=doors.person(request)))
        if tried.is_done:
            return redirect("applications:application", tried.result.pk)
    context = {
        "form": form,
        "idea": row,
        "calls": list(calls),
        "carried": from_idea.will_follow(row),
        "may_convert": doors.may(request, "convert_idea", row),
        "error_list": list(tried.errors) if tried else [],
        "crumbs": places.crumbs((row.title, places.at("case", row.case_id)), "Gör en ansökan"),
    }
    return render(request, "applications/idea_convert.html", context)


def _may_write(request: HttpRequest, row: Idea) -> bool:
    """A draft, and one that has been shared and can be shared anew."""
    return row.state in ideas.WRITABLE and doors.may(request, "write_case", row)


def _values(row: Idea) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("title", *CONTENT)}


def _said(row: Idea, name: str) -> dict[str, object]:
    # Always a column of its own, never the other end of a relation, which has no name.
    label = str(Idea._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    value = getattr(row, name)
    if name == "who_formulated":
        value = ", ".join(formulators(value))
    return {"label": f"{label[:1].upper()}{label[1:]}", "value": value, "is_money": name == "cost_guess"}


def _remarks(row: Idea) -> list[dict[str, object]]:
    """What a draft is told without being stopped, once something is written."""
    text = without_target_group(row.who_formulated) if row.is_private and row.problem else ""
    return [{"is_warning": True, "text": text}] if text else []
