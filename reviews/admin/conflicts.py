"""Questions of jäv at the desk: one's own answer, raising one about a colleague, ruling on one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from applications.lifecycle.gates.grant import conflict_answered
from applications.selectors.partnership import sits_in_steering
from applications.services import conflicts, handling

from ..forms.conflicts import RaiseForm, RulingForm
from ..forms.preparing import ConflictForm
from ..selectors.dossier import Dossier
from . import frame, places
from .editing import page, save
from .opening import open_case

EDIT = require_http_methods(["GET", "HEAD", "POST"])
OUT = "Du är anmäld som jävig. Du ser inte längre ärendet."


def _missing(dossier: Dossier) -> list[dict[str, str]]:
    found = conflict_answered(dossier.case, dossier.user)
    return [{"text": item.text, "url": places.url_of(item.place, dossier)} for item in found]


@EDIT
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The question before the first act. A yes hides the case from the person at once."""
    dossier = open_case(request, pk)
    user, case = dossier.user, dossier.case
    if not user.has_perm("applications.declare_conflict", case):
        raise Http404("nothing to declare")
    form = ConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        is_conflicted = given["answer"] == "yes"
        save(
            form,
            lambda: handling.declare_conflict(
                case, is_conflicted=is_conflicted, ground=given["ground"], note=given["note"], by=user
            ),
            dict,
        )
        if form.is_valid():
            if is_conflicted:
                messages.success(request, OUT)
                return redirect("admin:index")
            messages.success(request, "Tack. Nu kan du arbeta i ärendet.")
            return redirect(frame.case_url(case))
    lead = conflicts.IN_STEERING if sits_in_steering(case, user) else ""
    return page(request, dossier, "Är du jävig?", form, verb="Lämna svaret", help="conflict", lead=lead)


@EDIT
def point_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Raise the question about a colleague."""
    dossier = open_case(request, pk)
    user, case = dossier.user, dossier.case
    if not user.has_perm("applications.declare_conflict", case):
        raise Http404("does not work in the case")
    form = RaiseForm(request.POST or None, case=case, by=user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        save(form, lambda: conflicts.point_out(case, person=given["person"], why=given["why"], by=user), dict)
        if not form.errors:
            messages.success(request, "Frågan om jäv är väckt. En chef avgör den.")
            return redirect(frame.case_url(case))
    title = "Väck frågan om en kollega är jävig"
    return page(request, dossier, title, form, verb="Väck frågan", missing=_missing(dossier))


@EDIT
def rule(request: HttpRequest, pk: UUID, question: UUID) -> HttpResponse:
    """A head rules on an open question. 404 for others, and for a question that has been ruled."""
    dossier = open_case(request, pk)
    user, case = dossier.user, dossier.case
    row = next((row for row in dossier.conflict_questions if row.pk == question), None)
    if row is None or not user.has_perm("applications.rule_conflict", case):
        raise Http404("no such question for this person")
    declared = case.conflicts.filter(user=row.user_id).first()
    form = RulingForm(request.POST or None, initial={"ground": declared.ground if declared else ""})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        save(
            form,
            lambda: conflicts.rule(
                row, outcome=given["outcome"], ground=given["ground"], reasons=given["reasons"], by=user
            ),
            dict,
        )
        if not form.errors:
            messages.success(request, "Frågan om jäv är avgjord.")
            return redirect(frame.case_url(case))
    missing = _missing(dossier)
    if row.user_id == user.pk:
        missing = [{"text": "Frågan gäller dig själv. En annan chef avgör den."}]
    asked = f"{row.user.name} har anmält jäv." if row.asked_by_id == row.user_id else ""
    lead = asked or f"{row.asked_by.name} har väckt frågan om {row.user.name} är jävig."
    why = row.why or (declared.note if declared else "")
    facts = [("Grund", declared.get_ground_display())] if declared and declared.ground else []
    facts += [("Förklaring", why)] if why else []
    return page(
        request, dossier, "Avgör frågan om jäv", form, verb="Avgör frågan", lead=lead, facts=facts, missing=missing
    )
