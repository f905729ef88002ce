"""The case page: a dossier whose tabs are addresses of their own (design.md §8)."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from applications.documents import differences, effect_chain, supports
from applications.enums import ClaimState, ProjectState, ReportState, SignaturePurpose
from applications.models import Condition, Idea, Signature
from applications.selectors import (
    checklists,
    dialogue,
    hearings,
    idea_versions,
    overruns,
    partnership,
    phases,
    project_lists,
    retention,
    sub_grants,
)
from applications.selectors import messages as reading
from applications.services import reporting
from portal.files import streaming

from ..forms.preparing import FileNoteForm
from ..models import Assessment, FormalCheck
from ..selectors import frozen, funds, history, leaning, machine_check, ranking, referrals
from ..selectors.dossier import Dossier
from ..selectors.readers import mean_of, weighed
from . import frame, header, memo_reading
from .opening import open_case

LATEST = 8  # rows of "Senast hänt"
UNDER_EXAMINATION = (ClaimState.SUBMITTED, ClaimState.UNDER_REVIEW)


def _tab(request: HttpRequest, dossier: Dossier, name: str, context: dict[str, Any]) -> HttpResponse:
    return frame.page(request, name, {**header.context(request, dossier, name), **context})


@require_safe
def overview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """In brief, the money, the note box and what has happened last."""
    dossier = open_case(request, pk)
    version = dossier.version
    context = {
        "about": frozen.summary(version) if version else "",
        "brief": frozen.brief(version) if version else [],
        "money": frozen.money(version) if version and frozen.has_budget(version) else None,
        "balances": frozen.balances(version) if version else False,
        "idea": idea_rows(dossier.idea)[:1] if version is None and dossier.idea else [],
        "completion": dossier.open_completion,
        "continues": dossier.continues(),
        "meetings": dialogue.of_case(dossier.case),
        "call_url": frame.case_url(dossier.case, "case_call")
        if dossier.user.has_perm("applications.call_meeting", dossier.case)
        else "",
        "may_note": dossier.user.has_perm("reviews.write_file_note", dossier.case),
        "note_form": FileNoteForm(),
        "note_url": frame.case_url(dossier.case, "case_note"),
        "log": history.of_case(dossier.case, dossier.user, LATEST),
        "history_url": frame.case_url(dossier.case, "case_history"),
        "money_url": frame.case_url(dossier.case, "case_money"),
    }
    return _tab(request, dossier, "case", context)


@require_safe
def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was sent in, read from a frozen version (`?version=`), and the idea as it was shared."""
    dossier = open_case(request, pk)
    chosen = _chosen_version(request, dossier)
    context = {
        "version": chosen,
        "versions": dossier.versions(),
        "signatures": dossier.signatures(SignaturePurpose.APPLICATION),
        "sections": [part for part in chosen.data["sections"] if part["rows"]] if chosen else [],
        "chain": effect_chain.drawing(effect_chain.thawed(chosen.data)) if chosen else "",
        "changes": differences.of(chosen) if chosen else [],
        "completions": dossier.completions() if chosen else [],
        "attachments": dossier.attachments(),
        "idea": idea_rows(dossier.idea) if dossier.idea else [],
        "idea_versions": [
            {"version": one, "rows": idea_versions.rows(one.content)}
            for one in dossier.idea.versions.select_related("shared_by").order_by("-number")
        ]
        if dossier.idea
        else [],
        "advice": dossier.idea.advice if dossier.idea else "",
        "told": checklists.dated((dossier.idea.shared_content or {}).get("checklist", {})) if dossier.idea else {},
    }
    return _tab(request, dossier, "case_application", context)


def _chosen_version(request: HttpRequest, dossier: Dossier) -> Any:
    asked = request.GET.get("version", "")
    if dossier.application is None or not asked:
        return dossier.version
    if not asked.isdecimal() or len(asked) > 4:
        raise Http404("no such version")
    found = dossier.application.versions.select_related("submitted_by").filter(number=int(asked)).first()
    if found is None:
        raise Http404("no such version")
    return found


IDEA_LABELS = {
    "problem": "Vilket problem vill ni lösa?",
    "who_formulated": "Vilka har varit med och formulerat problemet?",
    "who_formulated_note": "Så har de varit med",
    "desired_individual": "Önskat läge för den enskilde",
    "desired_organisation": "Önskat läge för organisationerna",
    "desired_society": "Önskat läge för samhället",
    "test_plan": "Hur vill ni pröva idén?",
}


def idea_rows(idea: Idea) -> list[tuple[str, str]]:
    """The idea as it was shared, never the live columns."""
    told = idea.shared_content or {}
    return [(label, told[key]) for key, label in IDEA_LABELS.items() if told.get(key)]


@require_safe
def money(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The budget, what was decided per year, claims line by line, and what has been paid."""
    dossier = open_case(request, pk)
    if dossier.application is None or dossier.version is None:
        raise Http404("an idea has no budget")
    labels = {row["key"]: row["label"] for row in dossier.application.call_version.cost_categories}
    decision = dossier.decision
    signed: dict[UUID, list[Signature]] = {}
    for row in dossier.signatures(SignaturePurpose.CLAIM):
        signed.setdefault(row.object_id, []).append(row)
    context = {
        "budget": dossier.version.data["budget"]["printed"],
        "vat": dossier.version.data["budget"].get("vat", ""),
        "decision": decision,
        "amounts": list(decision.amounts.all()) if decision else [],
        "supports": supports.table(decision) if decision else [],
        "room": funds.room_of(dossier),
        "claims": [
            {
                "claim": claim,
                "payout": getattr(claim, "payout", None),
                "signatures": signed.get(claim.pk, [])[-1:],
                "is_hidden": claim.state == ClaimState.COMPLETION,
                "lines": [(labels.get(line.category, line.category), line) for line in claim.lines.all()],
                "over": overruns.of_claim(claim) if claim.state in UNDER_EXAMINATION else (),
            }
            for claim in dossier.claims_with_lines()
        ],
    }
    return _tab(request, dossier, "case_money", context)


@require_safe
def assessment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Formal check, assessments and the proposal, as they stand."""
    dossier = open_case(request, pk)
    if dossier.application is None:
        raise Http404("an idea is not assessed")
    check = getattr(dossier.case, "formal_check", None)
    assessments = dossier.assessments()
    context = {
        "check": check,
        "answers": _checked(check) if check else [],
        "changed": machine_check.changed(check, machine_check.found(dossier.application))
        if check and dossier.application.state in machine_check.CHECKED_IN
        else [],
        "assessments": [
            {"row": row, "scores": _scored(row, dossier), "mean": mean_of(row, dossier.criteria)} for row in assessments
        ],
        "highest": dossier.application.call_version.score_high,
        "weighed": weighed(assessments, dossier.criteria),
        "joint": getattr(dossier.case, "joint_assessment", None) if not dossier.is_blind else None,
        "is_blind": dossier.is_reader,
        "other_is_hidden": dossier.is_blind,
        "economy": getattr(dossier.case, "economy_review", None),
        "state_aid": getattr(dossier.case, "state_aid_review", None),
        "ranking_url": _ranking_url(dossier),
        "memo": dossier.memo,
        "memo_url": frame.case_url(dossier.case, "case_memo") if memo_reading.is_readable(dossier) else "",
        "supports": supports.rows(dossier.memo.supports) if dossier.memo else [],
        "room": funds.room_of(dossier),
        "memo_policies": leaning.policies_of(dossier.memo) if dossier.memo else [],
        "hearings": hearings.of_case(dossier.case),
        "hearing_exception": hearings.exception_of(dossier.case),
        "memo_forum": leaning.forum_of(dossier.memo) if dossier.memo else [],
        "referrals": referrals.of_case(dossier.case),
        "may_end": dossier.user.has_perm("applications.handle_case", dossier.case)
        and dossier.application.state in referrals.ANSWERABLE,
        "memo_conditions": dossier.memo.conditions.splitlines() if dossier.memo else [],
        "own_answers": frozen.own_answers(dossier.version) if dossier.version else [],
    }
    return _tab(request, dossier, "case_assessment", context)


def _ranking_url(dossier: Dossier) -> str:
    """The order that the application stands in, for those who read it, while it waits for a decision."""
    application = dossier.application
    if application is None or application.state not in ranking.RANKED:
        return ""
    if dossier.case.board_id not in dossier.user.boards_as(*ranking.READERS):
        return ""
    return reverse("admin:call_ranking", kwargs={"pk": application.call_id})


def _scored(row: Assessment, dossier: Dossier) -> list[tuple[str, Any]]:
    """Label of the criterion and its score, in the order of the call."""
    given = {score.criterion: score for score in row.scores.all()}
    return [(one.label, given[one.key]) for one in dossier.criteria if one.key in given]


def _checked(check: FormalCheck) -> list[tuple[str, bool | None, Any]]:
    """Question, the officer's answer, and what the machine had found then."""
    found = machine_check.stored(check)
    return [(text, getattr(check, name), found.get(name)) for name, text in machine_check.QUESTIONS.items()]


@require_safe
def project(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is owed by which day, the conditions, and the reports as they were handed in."""
    dossier = open_case(request, pk)
    if dossier.project is None or dossier.decision is None:
        raise Http404("there is no project")
    read = Condition.objects.select_related("fulfilled_by")
    prefetch_related_objects([dossier.project.decision], Prefetch("conditions", read))
    held = project_lists.hold(dossier.project)
    has_steps = dossier.project.case.application.call.step is not None
    context = {
        "project": dossier.project,
        "obligations": dossier.obligations(),
        "pilots": sub_grants.years(dossier.project),
        "handed_on": list(dossier.case.step_links.select_related("organisation", "linked_by")) if has_steps else [],
        "may_hand_on": held.has_next_step and dossier.user.has_perm("applications.run_project", dossier.case),
        "conditions": dossier.project.decision.conditions.all(),
        "closing": dossier.early_close,
        "plan": held.plan,
        "phases": phases.of_project(dossier.project),
        "may_plan": dossier.project.state != ProjectState.SETTLED
        and dossier.user.has_perm("applications.keep_phases", dossier.project),
        "partnership": partnership.of_project(dossier.project),
        "ticks": dossier.user.has_perm("applications.run_project", dossier.case),
        "signatures": dossier.signatures(SignaturePurpose.ACCEPTANCE),
        "reports": [
            {"report": report, "rows": report_rows(report), "is_hidden": report.state == ReportState.COMPLETION}
            for report in dossier.reports
        ],
    }
    return _tab(request, dossier, "case_project", context)


REPORT_FIELDS = tuple(name for name in reporting.CONTENT if not name.startswith("recommendation"))


def report_rows(report: Any) -> list[tuple[str, str]]:
    """What the applicant wrote, under the form's own labels."""
    rows = [(report._meta.get_field(name).verbose_name, getattr(report, name)) for name in REPORT_FIELDS]
    if report.recommendation:
        rows.append(("rekommendation efter projektet", report.get_recommendation_display()))
        rows.append(("vem tar vid, när och med vilka pengar", report.recommendation_note))
    return [(label[:1].upper() + label[1:], str(told)) for label, told in rows if told not in ("", None)]


@require_safe
def documents(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The handlings of the case, the latest first."""
    dossier = open_case(request, pk)
    rules, closed = retention.rules_of(dossier.case.board_id), retention.closed_on(dossier.case)
    rows = [(row, retention.told(row.kind, rules, closed)) for row in dossier.documents()]
    files = [(one, retention.told(one.row.kind, rules, closed)) for one in dossier.attachments()]
    context = {
        "documents": rows,
        "files": files,
        "decisions": dossier.decisions,
        "hearings": hearings.of_case(dossier.case),
        "referrals": (asked := referrals.of_case(dossier.case)),
        "answers": referrals.answers(asked),
        "messages_sent": reading.of_case(dossier.case),
        "withdrawal": reading.letter_of(dossier.case),
    }
    return _tab(request, dossier, "case_documents", context)


@require_safe
def attachment(request: HttpRequest, pk: UUID, attachment: UUID) -> HttpResponseBase:
    """A file that came in with the application. 404 for one that has not been sent in yet."""
    dossier = open_case(request, pk)
    found = next((one.row for one in dossier.attachments() if one.row.pk == attachment), None)
    if found is None:
        raise Http404("no such attachment")
    return streaming.respond(found.file)


@require_safe
def case_history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every move and every note."""
    dossier = open_case(request, pk)
    return _tab(request, dossier, "case_history", {"log": history.of_case(dossier.case, dossier.user)})
