"""The officer's own pages in a case: formal check, assessment, proposal, notes, officer, conditions.

Each save checks the version that was read. When someone has saved in between, what was typed stays in the form and
what is now saved stands beside it.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from applications.enums import ApplicationState as A
from applications.lifecycle.gates.grant import conflict_answered
from applications.models import Condition
from applications.services import handling, running

from ..enums import MemoState
from ..forms.assigning import AssignForm, TakeOverForm
from ..forms.preparing import (
    AgreementForm,
    AssessmentForm,
    CheckForm,
    FileNoteForm,
    ProposalForm,
    agreement_values,
    assessment_values,
    check_answer,
    proposal_values,
)
from ..models import Assessment, FormalCheck, JointAssessment, Memo
from ..selectors import economy, frozen, funds, machine_check, readers
from ..selectors.dossier import Dossier
from ..services import assessing, checking, notes, proposing
from . import frame, places
from .editing import page as _page
from .editing import save as _save
from .editing import shown as _shown
from .opening import open_case

EDIT = require_http_methods(["GET", "HEAD", "POST"])


def _own_answers(dossier: Dossier) -> list[tuple[str, str]]:
    return frozen.own_answers(dossier.version) if dossier.version else []


# What the officer writes


def _officer_of(request: HttpRequest, dossier: Dossier, permission: str, *states: A) -> dict[str, Any]:
    """404 for others and at other times; what is missing when the jäv question is open."""
    application = dossier.application
    if application is None or not dossier.user.has_perm(permission, dossier.case) or application.state not in states:
        raise Http404("not this person's to write, or not now")
    missing = conflict_answered(application, dossier.user)
    return {"missing": [{"text": item.text, "url": places.url_of(item.place, dossier)} for item in missing]}


@EDIT
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The formal check: four questions and a note, each question beside what the machine found."""
    dossier = open_case(request, pk)
    closed = _officer_of(request, dossier, "applications.handle_case", A.FORMAL_CHECK, A.COMPLETION)

    def current() -> dict[str, Any]:
        row = FormalCheck.objects.filter(case=dossier.case).first()
        if row is None:
            return {"version": 0}
        answers = {name: check_answer(getattr(row, name)) for name in machine_check.QUESTIONS}
        return {**answers, "note": row.note, "version": row.version}

    assert dossier.application is not None  # asked above
    found = machine_check.found(dossier.application)
    stored = getattr(dossier.case, "formal_check", None)
    closed["changed"] = machine_check.changed(stored, found) if stored else []
    form = CheckForm(request.POST or None, initial=current(), found=found)
    saved_now = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        saved_now = _save(
            form,
            lambda: checking.save(dossier.case, values=form.values(), version=given["version"], by=dossier.user),
            current,
        )
        if not form.errors:
            messages.success(request, "Den formella kontrollen är sparad.")
            return redirect(frame.case_url(dossier.case))
    shown = _shown(form, saved_now) if saved_now else []
    return _page(request, dossier, "Formell kontroll", form, saved_now=shown, help="check", lead=dossier.late, **closed)


@EDIT
def assess(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own assessment by the criteria of the call."""
    dossier = open_case(request, pk)
    closed = _officer_of(request, dossier, "reviews.assess", A.FORMAL_CHECK, A.COMPLETION, A.PREPARATION)

    def current() -> Mapping[str, Any]:
        mine = Assessment.objects.filter(case=dossier.case, author=dossier.user).prefetch_related("scores").first()
        return assessment_values(mine)

    assert dossier.application is not None  # asked above
    rules = dossier.application.call_version
    form = AssessmentForm(request.POST or None, initial=current(), rules=rules)
    saved_now = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        saved_now = _save(
            form,
            lambda: assessing.save(
                dossier.case,
                scores=form.scores(),
                child_best_interest=given["child_best_interest"],
                summary=given["summary"],
                version=given["version"],
                by=dossier.user,
            ),
            current,
        )
        if not form.errors:
            messages.success(request, "Bedömningen är sparad.")
            return redirect(frame.case_url(dossier.case))
    shown = _shown(form, saved_now) if saved_now else []
    own = _own_answers(dossier)
    return _page(request, dossier, "Bedömning", form, saved_now=shown, help="assess", own_answers=own, **closed)


@EDIT
def agree(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the two readers agree on, when both have assessed."""
    dossier = open_case(request, pk)
    closed = _officer_of(request, dossier, "reviews.assess", *readers.READ_IN)
    if not closed["missing"] and not dossier.both_have_assessed:
        closed["missing"] = [{"text": assessing.NOT_BOTH, "url": frame.case_url(dossier.case, "case_assessment")}]

    def current() -> dict[str, Any]:
        return agreement_values(JointAssessment.objects.filter(case=dossier.case).first())

    form = AgreementForm(request.POST or None, initial=current())
    saved_now = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        saved_now = _save(
            form,
            lambda: assessing.agree(dossier.case, text=given["text"], version=given["version"], by=dossier.user),
            current,
        )
        if not form.errors:
            messages.success(request, "Den gemensamma bedömningen är sparad.")
            return redirect(frame.case_url(dossier.case, "case_assessment"))
    shown = _shown(form, saved_now) if saved_now else []
    return _page(request, dossier, "Gemensam bedömning", form, saved_now=shown, **closed)


@EDIT
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The proposal's draft; handing it over is a move of its own."""
    dossier = open_case(request, pk)
    closed = _officer_of(request, dossier, "applications.handle_case", A.PREPARATION)
    if dossier.memo is not None and dossier.memo.state != MemoState.DRAFT:
        closed["missing"].append({"text": "Förslaget ligger hos chefen. Du kan ändra det om det skickas tillbaka."})

    application = dossier.application
    assert application is not None  # _officer_of answers 404 without one

    def current() -> Mapping[str, Any]:
        return proposal_values(Memo.objects.filter(case=dossier.case).first(), application)

    form = ProposalForm(request.POST or None, initial=current(), application=application)
    saved_now = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        saved_now = _save(
            form,
            lambda: proposing.save(
                dossier.case,
                values=form.values(),
                supports=form.supports(),
                version=given["version"],
                by=dossier.user,
            ),
            current,
        )
        if not form.errors:
            messages.success(request, "Förslaget är sparat.")
            return redirect(frame.case_url(dossier.case))
    shown = _shown(form, saved_now) if saved_now else []
    own = _own_answers(dossier)
    shown_beside = {"own_answers": own, "room": funds.room_of(dossier), "others": economy.told(dossier.case)}
    return _page(
        request, dossier, "Förslag till beslut", form, saved_now=shown, help="propose", **shown_beside, **closed
    )


# Acts that change no state


@require_POST
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An internal note; an empty one is told on the case page's own form."""
    dossier = open_case(request, pk)
    if not dossier.user.has_perm("reviews.write_file_note", dossier.case):
        raise Http404("does not write here")
    form = FileNoteForm(request.POST)
    if form.is_valid():
        notes.write(dossier.case, text=form.cleaned_data["text"], by=dossier.user)
        messages.success(request, "Anteckningen är sparad.")
        return redirect(f"{frame.case_url(dossier.case)}#h-hant")
    return _page(request, dossier, "Intern anteckning", form, verb="Spara anteckning")


@EDIT
def officer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose or change the officer after the first assignment."""
    dossier = open_case(request, pk)
    application = dossier.application
    if application is None or not dossier.user.has_perm("applications.assign_case", dossier.case):
        raise Http404("not this person's to choose")
    form = AssignForm(request.POST or None, obj=application, by=dossier.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        _save(
            form,
            lambda: handling.assign(
                application, officer=given["officer"], co_officer=given["co_officer"], by=dossier.user
            ),
            dict,
        )
        if not form.errors:
            messages.success(request, f"{given['officer'].name} handlägger nu ärendet.")
            return redirect(frame.case_url(dossier.case))
    return _page(request, dossier, "Välj handläggare", form, verb="Spara handläggare")


@EDIT
def take_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An officer of the board takes the case over, with a reason that the history tells."""
    dossier = open_case(request, pk)
    application, user = dossier.application, dossier.user
    if application is None or not user.has_perm("applications.take_over_case", application):
        raise Http404("not an officer of the board")
    if dossier.case.officer_id == user.pk or application.state not in handling.HELD_BY_OFFICER:
        raise Http404("nothing to take over")
    form = TakeOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _save(form, lambda: handling.take_over(application, reason=form.cleaned_data["reason"], by=user), dict)
        if not form.errors:
            messages.success(request, "Du handlägger nu ärendet.")
            return redirect(frame.case_url(dossier.case))
    former = dossier.case.officer
    lead = f"{former.name} handlägger ärendet nu och får ett mejl." if former else "Ingen handlägger ärendet nu."
    missing = [
        {"text": item.text, "url": places.url_of(item.place, dossier)} for item in conflict_answered(application, user)
    ]
    return _page(request, dossier, "Ta över ärendet", form, verb="Ta över ärendet", lead=lead, missing=missing)


@EDIT
def condition(request: HttpRequest, pk: UUID, condition: int) -> HttpResponse:
    """Tick that a condition of the decision is met."""
    dossier = open_case(request, pk)
    row = get_object_or_404(Condition, pk=condition, decision__case=dossier.case, fulfilled_at=None)
    if not dossier.user.has_perm("applications.run_project", row.decision):
        raise Http404("not this person's to tick")
    form = Form(request.POST or None)
    if request.method == "POST":
        _save(form, lambda: running.fulfil_condition(row, by=dossier.user), dict)
        if not form.errors:
            messages.success(request, "Villkoret är uppfyllt.")
            return redirect(f"{frame.case_url(dossier.case, 'case_project')}#villkor")
    return _page(
        request,
        dossier,
        "Villkoret är uppfyllt",
        form,
        verb="Markera som uppfyllt",
        lead=f"{row.get_kind_display()}: {row.text}",
    )
