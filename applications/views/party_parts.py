"""A party's own part in an application: written by the party or the applicant, and confirmed by the party's leader."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.look.form_errors import ErrorLine, collect

from ..documents import party_part
from ..enums import CaseRole
from ..forms.draft import differences, storable
from ..forms.party_part import ConfirmForm, PartForm, saved_part
from ..models import Application, Party
from ..models.sides import place_in
from ..rules import writes_section
from ..selectors import together as reading
from ..services import confirming, drafting, parties
from . import doors, places
from .answers import Tried, attempt, fields_of, page, read_version, saved, typed_before

SEEN = "innehall"  # the hash of the part that the page showed


@require_safe
@page
def own_part(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The part of the party that the person represents."""
    row = doors.application(request, pk)
    place = place_in(doors.person(request), row.case_id)
    if place is None or place.role != CaseRole.PARTNER or place.party_id is None:
        raise Http404("represents no party")
    return redirect("applications:party_part", row.pk, place.party_id)


def _party(request: HttpRequest, pk: UUID, party: int) -> Party:
    row = doors.application(request, pk, keys=("parter",))
    found = next((one for one in row.parties.all() if one.pk == party), None)
    if found is None or not row.call_version.uses("parter"):
        raise Http404("no such party")
    found.application = row
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@page
def party_part_page(request: HttpRequest, pk: UUID, party: int) -> HttpResponse:
    """Write the part, or read it; its leader confirms it, or takes that back."""
    found = _party(request, pk, party)
    act = request.POST.get("gor", "")
    if request.method == "POST" and act == "bekrafta":
        return _confirm(request, found)
    if request.method == "POST" and act == "ta_tillbaka":
        tried = attempt(lambda: confirming.take_back(found, by=doors.person(request)))
        if tried.is_done:
            saved(request, "Bekräftelsen är tillbakatagen")
            return redirect("applications:party_part", pk, party)
        return _page(request, found, tried=tried)
    if request.method == "POST":
        return _save(request, found)
    texts = typed_before(request, found)
    return _page(request, found, _form(found, texts) if texts is not None else None, is_unsaved=texts is not None)


def _form(party: Party, data: Any) -> PartForm:
    application = party.application
    return PartForm(data, categories=parties.cost_categories(application), years=application.years)


def _shown(party: Party) -> PartForm:
    application = party.application
    return PartForm.shown(
        saved_part(party), {}, categories=parties.cost_categories(application), years=application.years
    )


def _save(request: HttpRequest, party: Party) -> HttpResponse:
    form, version, by = _form(party, storable(request.POST)), read_version(request), doors.person(request)
    if not doors.may(request, "write_own_part", party):
        raise Http404("does not write for the party")
    if not form.is_valid():
        return _page(request, party, form, version=version)
    tried = attempt(lambda: parties.save_part(party, **form.part, version=version, by=by), places=fields_of(form))
    if tried.is_done:
        saved(request, f"Delen för {party.name} sparades")
        return redirect("applications:party_part", party.application_id, party.pk)
    fresh = _party(request, party.application_id, party.pk) if tried.is_stale else party
    if tried.is_stale and not differences(_shown(fresh), form):
        return redirect("applications:party_part", party.application_id, party.pk)  # the same words twice
    return _page(request, fresh, form, tried)


def _confirm(request: HttpRequest, party: Party) -> HttpResponse:
    form = ConfirmForm(request.POST)
    if not doors.may(request, "confirm_part", party):
        raise Http404("does not lead the party")
    if not form.is_valid():
        return _page(request, party, confirm=form)
    title, seen = form.cleaned_data["title"], request.POST.get(SEEN, "")
    tried = attempt(
        lambda: confirming.confirm(party, title=title, seen=seen, by=doors.person(request)), places=fields_of(form)
    )
    if tried.is_done:
        saved(request, f"Du har bekräftat delen för {party.name}")
        return redirect("applications:party_part", party.application_id, party.pk)
    if tried.is_stale:
        text = "Delen har ändrats sedan du öppnade sidan. Läs den som den står nu och bekräfta igen."
        tried = Tried(errors=(ErrorLine(text, "#del"),))
        party = _party(request, party.application_id, party.pk)
    return _page(request, party, tried=tried, confirm=form)


def _page(
    request: HttpRequest,
    party: Party,
    form: PartForm | None = None,
    tried: Tried | None = None,
    *,
    confirm: ConfirmForm | None = None,
    version: int | None = None,
    is_unsaved: bool = False,
) -> HttpResponse:
    row, given = party.application, party.confirmation
    may_write = doors.may(request, "write_own_part", party)
    is_open = "parter" in drafting.editable_sections(row)
    cancelled = [one for one in party.confirmations.all() if one.cancelled_at is not None]
    is_ours = _represents(request, row, party)
    is_stale = tried is not None and tried.is_stale
    errors = list(tried.errors) if tried else []
    for bound in (form, confirm):
        errors += collect(bound) if bound is not None and not is_unsaved else []
    context = {
        "application": row,
        "party": party,
        "form": form if form is not None else _shown(party),
        "version": party.version if version is None else version,
        "lines": party_part.lines(party, row.call_version),
        "given": given,
        "was_given": cancelled[-1] if cancelled and given is None else None,
        "statement": party_part.text(party),
        "seen": party_part.sha256(party),
        "may_write": may_write and is_open,
        "may_confirm": is_open and doors.may(request, "confirm_part", party),
        "left": confirming.left(party),
        "confirm": confirm if confirm is not None else ConfirmForm(),
        "may_invite": is_open and doors.may(request, "invite", row),
        "state": reading.part_states(row).get(party.pk),
        "is_ours": is_ours,
        "now_saved": differences(_shown(party), form) if is_stale and form is not None else {},
        "is_unsaved": is_unsaved,
        "error_list": errors,
        "back": places.case(row.case) if is_ours else places.at("section", row.pk, "parter"),
        "crumbs": places.of_application(row, party.name),
    }
    return render(request, "applications/party_part.html", context)


def _represents(request: HttpRequest, row: Application, party: Party) -> bool:
    place = place_in(doors.person(request), row.case_id)
    return place is not None and place.role == CaseRole.PARTNER and place.party_id == party.pk


@require_http_methods(["GET", "HEAD", "POST"])
@page
def party_remove(request: HttpRequest, pk: UUID, party: int) -> HttpResponse:
    """Say what goes with the party, then take it out of the application."""
    found = _party(request, pk, party)
    row = found.application
    if not writes_section(doors.person(request), row, "parter"):
        raise Http404("does not write the list of parties")
    if "parter" not in drafting.editable_sections(row):
        return redirect("applications:party_part", row.pk, found.pk)
    tried = attempt(lambda: parties.remove(found, by=doors.person(request))) if request.method == "POST" else None
    if tried is not None and tried.is_done:
        saved(request, f"{found.name} är borttagen")
        return redirect("applications:section", row.pk, "parter")
    context = {
        "application": row,
        "party": found,
        "state": reading.part_states(row).get(found.pk),
        "error_list": list(tried.errors) if tried else [],
        "crumbs": places.of_application(row, found.name),
    }
    return render(request, "applications/party_remove.html", context)
