"""Who takes part in a case: the list, inviting, changing a role, ending somebody's access, and leaving oneself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.models import User
from portal.look.form_errors import collect

from ..enums import CaseRole
from ..forms.together import InviteForm, PlaceForm
from ..models import Application, Case, CaseMember, Invitation, Party
from ..selectors import together as reading
from ..selectors.case_facts import part
from ..services import together
from . import doors, places
from .answers import Tried, attempt, fields_of, page, saved

FIXED = (CaseRole.SIGNATORY, CaseRole.PARTNER)  # given by an invitation alone


@require_safe
@page
def people(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everybody with access: the organisation's own people, those who are invited, and who has not answered."""
    row, by = doors.case(request, pk), doors.person(request)
    own = reading.own_people(row)
    nobody_leads = bool(getattr(row, "story_unled", False))
    may_invite = doors.may(request, "invite", row)
    context = {
        "case": row,
        "own": own,
        "members": [_member(one) for one in reading.members(row)],
        "waiting": reading.waiting(row),
        "nobody_leads": nobody_leads,
        "may_invite": may_invite,
        "may_appoint": may_invite or (nobody_leads and any(one.person == by and one.may_lead for one in own)),
        "me": by,
        "back": places.case(row),
        "crumbs": _crumbs(row, "Medverkande"),
    }
    return render(request, "applications/people.html", context)


def _member(row: CaseMember) -> dict[str, Any]:
    return {
        "row": row,
        "sections": reading.section_words(row.sections),
        "may_change": row.role not in FIXED,
    }


def _crumbs(row: Case, *links: tuple[str, str] | str) -> Any:
    return places.crumbs((row.title, places.case(row)), *links)


def _back(row: Case) -> tuple[str, str]:
    return "Medverkande", places.at("people", row.pk)


def _required(request: HttpRequest, pk: UUID) -> Case:
    """The case of one who leads it; 404 for everybody else."""
    row = doors.case(request, pk)
    if not doors.may(request, "invite", row):
        raise Http404("does not lead the case")
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@page
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """First as what, then who; the mail with the link goes when the form is sent."""
    row = _required(request, pk)
    application, parties = _parties(row)
    offered = reading.roles_offered(application, parties)
    role = request.GET.get("roll", "")
    if role not in offered:
        context = {
            "case": row,
            "roles": [(one.value, one.label, reading.MEANS[one]) for one in offered],
            "is_asked": "roll" in request.GET,
            "error_list": [],
            "crumbs": _crumbs(row, _back(row), "Bjud in"),
        }
        return render(request, "applications/people_role.html", context)
    form = InviteForm(
        request.POST or None,
        role=CaseRole(role),
        sections=reading.sections_offered(application),
        parties=parties,
        initial=_suggested(request, parties),
    )
    tried = None
    if form.is_valid():
        given = form.cleaned_data
        tried = attempt(
            lambda: together.invite(
                row, name=given["name"], email=given["email"], place=form.place, by=doors.person(request)
            ),
            places=fields_of(form),
        )
        if tried.is_done:
            saved(request, f"Inbjudan till {given['name']} är skickad")
            return redirect("applications:people", row.pk)
    context = {
        "case": row,
        "form": form,
        "role": CaseRole(role),
        "means": reading.MEANS[CaseRole(role)],
        "days": together.DAYS,
        "error_list": _errors(form, tried),
        "crumbs": _crumbs(row, _back(row), "Bjud in"),
    }
    return render(request, "applications/people_invite.html", context)


def _parties(row: Case) -> tuple[Application | None, list[Party]]:
    application: Application | None = part(row, "application")
    return application, list(application.parties.all()) if application is not None else []


def _suggested(request: HttpRequest, parties: list[Party]) -> dict[str, Any]:
    """The party that the link was pressed for, and whom it has named."""
    chosen = next((party for party in parties if str(party.pk) == request.GET.get("part")), None)
    if chosen is None:
        return {"party": str(parties[0].pk)} if len(parties) == 1 else {}
    return {"party": str(chosen.pk), "name": chosen.contact_name, "email": chosen.contact_email, "confirms": True}


def _errors(form: Any, tried: Tried | None) -> list[Any]:
    return [*(tried.errors if tried else ()), *(collect(form) if form.is_bound else ())]


@require_POST
@page
def invitation_answer(request: HttpRequest, pk: UUID, invitation: UUID) -> HttpResponse:
    """Send the link again, or take it back."""
    row = _required(request, pk)
    found = get_object_or_404(Invitation.objects.select_related("case__organisation", "party"), pk=invitation, case=row)
    by = doors.person(request)
    if request.POST.get("gor") == "aterkalla":
        tried, told = attempt(lambda: together.withdraw(found, by=by)), f"Inbjudan till {found.name} är återkallad"
    else:
        tried, told = attempt(lambda: together.send_again(found, by=by)), f"En ny länk är skickad till {found.name}"
    _tell(request, tried, told)
    return redirect("applications:people", row.pk)


def _tell(request: HttpRequest, tried: Tried, told: str) -> None:
    if tried.is_done:
        saved(request, told)
    else:
        messages.error(request, " ".join(line.text for line in tried.errors))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def member_role(request: HttpRequest, pk: UUID, member: UUID) -> HttpResponse:
    """Another role for somebody who is here: first as what, then the sections where the role has some."""
    row = _required(request, pk)
    found = _found(row, member)
    if found.role in FIXED:
        raise Http404("given by an invitation alone")
    application, _ = _parties(row)
    offered = [one for one in reading.roles_offered(application, ()) if one not in FIXED]
    role = request.POST.get("roll") or request.GET.get("roll", "")
    tried, form = None, None
    if role in offered:
        data = request.POST if request.method == "POST" and "spara" in request.POST else None
        sections = reading.sections_offered(application)
        form = PlaceForm(data, role=CaseRole(role), sections=sections, initial={"sections": found.sections})
        ready = form.is_valid() if form.fields else data is not None
        if ready and data is not None:
            form.is_valid()
            tried = attempt(
                lambda: together.change_role(found, place=form.place, by=doors.person(request)), places=fields_of(form)
            )
            if tried.is_done:
                saved(request, f"Rollen för {found.user.name} är ändrad")
                return redirect("applications:people", row.pk)
    context = {
        "case": row,
        "member": found,
        "roles": [(one.value, one.label, reading.MEANS[one]) for one in offered],
        "role": CaseRole(role) if role in offered else None,
        "means": reading.MEANS[CaseRole(role)] if role in offered else "",
        "form": form,
        "error_list": _errors(form, tried) if form is not None else [],
        "crumbs": _crumbs(row, _back(row), found.user.name),
    }
    return render(request, "applications/people_change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def member_end(request: HttpRequest, pk: UUID, member: UUID) -> HttpResponse:
    """Say what ends, then end it: somebody's access, or one's own."""
    row, by = doors.case(request, pk), doors.person(request)
    found = _found(row, member)
    is_me = found.user_id == by.pk
    if not is_me and not doors.may(request, "invite", row):
        raise Http404("does not lead the case")
    tried = attempt(lambda: together.end(found, by=by)) if request.method == "POST" else None
    if tried is not None and tried.is_done:
        if is_me:
            saved(request, f"Du har lämnat {row.title}")
            return redirect("applications:my_pages")
        saved(request, f"Åtkomsten för {found.user.name} är avslutad")
        return redirect("applications:people", row.pk)
    context = {
        "case": row,
        "member": found,
        "is_me": is_me,
        "error_list": list(tried.errors) if tried else [],
        "crumbs": _crumbs(row, _back(row), "Lämna ärendet" if is_me else found.user.name),
    }
    return render(request, "applications/people_end.html", context)


def _found(row: Case, member: UUID) -> CaseMember:
    rows = CaseMember.objects.filter(ended_at=None).select_related("user", "party", "case__organisation")
    return get_object_or_404(rows, pk=member, case=row)


@require_POST
@page
def appoint(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let one of the organisation's own people lead the case."""
    row = doors.case(request, pk)
    chosen = {str(one.person.pk): one.person for one in reading.own_people(row)}
    person: User | None = chosen.get(request.POST.get("person", ""))
    if person is None:
        raise Http404("not one of theirs")
    tried = attempt(lambda: together.appoint(row, person, by=doors.person(request)))
    _tell(request, tried, f"{person.name} leder nu projektet")
    return redirect("applications:people", row.pk)
