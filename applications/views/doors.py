"""The applicant's door to rows: what belongs to an organisation that the person works for today, or to a case that
the person is invited to; else 404."""

from __future__ import annotations

from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import F, Model, Prefetch, Q, QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from portal.accounts.enums import WRITING_ROLES
from portal.accounts.models import Organisation, User

from ..enums import DocumentKind
from ..findings import not_eligible
from ..models import (
    Application,
    Attachment,
    Call,
    CallVersion,
    Case,
    Claim,
    DialogueGuest,
    Document,
    Idea,
    Project,
    Report,
    SectionDraft,
    SubGrant,
    along,
    effect_chain,
)
from ..models.sides import applicants_side
from ..selectors import windows
from ..selectors.case_facts import part
from ..selectors.case_story import with_story
from ..selectors.together import is_unled

Row = TypeVar("Row", bound=Model)


def person(request: HttpRequest) -> User:
    """Who asks. The sheet of URL names has let only signed-in people through."""
    return cast(User, request.user)


def _own(rows: QuerySet[Row], request: HttpRequest, pk: UUID) -> Row:
    """Through the applicant's half of the one door: an officer of the case reads it at the desk."""
    seen: Any = rows
    return get_object_or_404(seen.of_applicant(person(request)), pk=pk)


def idea(request: HttpRequest, pk: UUID) -> Idea:
    return _own(
        Idea.objects.select_related("case__organisation", "case__programme__contact", "case__officer", "saved_by"),
        request,
        pk,
    )


_APPLICATION = (
    "call_version",
    "call__programme",
    "case__organisation",
    "case__idea",
    "case__board__authority",
    "case__programme__contact",
    "case__programme__funding_source",
    "case__officer",
)


CHAIN = "effektkedja"  # read whole in one query
MONEY = "budget"  # tells the parties' money too, so all lists come along
_HELD = {
    "parter": ("parties__costs", "parties__funding", "parties__confirmations", "cost_rows"),
    "mal": ("sub_goals",),
    "organisation": ("project_roles",),
    "genomforande": ("cost_rows",),
    "risker": ("risks", "cost_rows"),
    "narliggande": ("related_projects",),
    "statsstod": ("minimis_aids", "cost_rows", "funders__rows"),
    "annat_stod": ("other_supports",),
}


def application(request: HttpRequest, pk: UUID, *, keys: tuple[str, ...] = (), is_list: bool = False) -> Application:
    """The application, with what the sections `keys` hold, or with all that the list of sections tells."""
    rows = Application.objects.select_related(*_APPLICATION)
    held = [] if is_list else [name for key in keys for name in _HELD.get(key, ())]
    if keys or is_list:
        drafts = SectionDraft.objects.select_related("saved_by").order_by("-saved_at")
        files = Prefetch("attachments", Attachment.objects.select_related("file"))
        rows = rows.prefetch_related(Prefetch("section_drafts", drafts), files, "call_version__questions", *held)
    if is_list or CHAIN in keys:
        rows = rows.prefetch_related(effect_chain.prefetched())
    if is_list:
        rows = rows.prefetch_related(windows.prefetched("call__windows"))
    if is_list or MONEY in keys:
        row = _own(along.with_rows(rows), request, pk)
        along.unpack(row)
    else:
        row = _own(rows, request, pk)
    if row.call_version.components:  # in other calls nobody asks, so the query is spared
        prefetch_related_objects([row], "component_requests")
    return row


def section(request: HttpRequest, pk: UUID, key: str, *, asks: bool) -> Application:
    """The application with no more than one of its fields needs to be saved; `asks`: it is one of the call's own."""
    rows = Application.objects.select_related(*_APPLICATION)
    if asks:
        rows = rows.prefetch_related("call_version__questions")
    row = get_object_or_404(rows.of_applicant(person(request)), pk=pk)
    with_draft(row, key)
    if key == "risker":  # whether a plan is needed hangs on the costs, and is asked each time the form is made
        prefetch_related_objects([row], "cost_rows")
    if row.call_version.components:
        prefetch_related_objects([row], "component_requests")
    return row


def with_draft(row: Application, key: str) -> None:
    """Bring along what one section could not read, unless it is there."""
    drafts = SectionDraft.objects.filter(section=key).select_related("saved_by")
    prefetch_related_objects([row], Prefetch("section_drafts", drafts))


def case(request: HttpRequest, pk: UUID) -> Case:
    cases = Case.objects.of_applicant(person(request))
    told = with_story(cases).annotate(story_unled=is_unled(), story_advice=F("idea__advice"))
    row: Any = get_object_or_404(told, pk=pk)
    if row.story_advice is not None:  # the lists leave long texts out; this page shows the advice
        part(row, "idea").advice = row.story_advice
    return cast(Case, row)


def project(request: HttpRequest, pk: UUID) -> Project:
    return _own(Project.objects.select_related("case__organisation", "decision__board"), request, pk)


def dialogue_guest(request: HttpRequest, pk: UUID) -> DialogueGuest:
    rows = DialogueGuest.objects.select_related(
        "meeting__officer", "case__organisation", "case__programme__contact", "case__idea", "case__application"
    )
    return _own(rows, request, pk)


def sub_grant(request: HttpRequest, pk: UUID) -> SubGrant:
    return _own(SubGrant.objects.select_related("case__organisation", "project__case__organisation"), request, pk)


def report(request: HttpRequest, pk: UUID) -> Report:
    return _own(
        Report.objects.select_related("case__organisation", "case__officer", "project", "obligation", "saved_by"),
        request,
        pk,
    )


def claim(request: HttpRequest, pk: UUID) -> Claim:
    rows = Claim.objects.select_related(
        "case__officer",
        "case__organisation",
        "case__application__call_version",
        "project__decision",
        "obligation",
        "submitted_by",
        "saved_by",
    )
    return _own(rows, request, pk)


def document(request: HttpRequest, pk: UUID) -> Document:
    """A handling that the person may read; the applicant gets a decision when it has been sent, and the
    tjänsteutlåtande, which is the authority's preparation, by asking for it."""
    rows = Document.objects.visible_to(person(request)).select_related("file", "case", "decision")
    not_sent = Q(decision__isnull=False, decision__dispatched_at=None) | Q(kind=DocumentKind.MEMO)
    return get_object_or_404(rows.exclude(applicants_side(person(request)) & not_sent), pk=pk, file__isnull=False)


def organisations(request: HttpRequest) -> QuerySet[Organisation]:
    """Those that the person writes for today, by name."""
    mine = person(request).organisations_as(*WRITING_ROLES)
    return Organisation.objects.filter(pk__in=mine).order_by("name", "pk")


def may(request: HttpRequest, permission: str, row: Model) -> bool:
    """WHO: whether the person may do it, whatever the state."""
    return bool(person(request).has_perm(f"applications.{permission}", row))


def may_preview(request: HttpRequest, row: Call) -> bool:
    """Keeps the call's programme, and may see what an applicant will see before it is published."""
    return request.user.is_authenticated and may(request, "keep_programme", row)


def may_begin(request: HttpRequest) -> bool:
    """A stranger signs in first; officers and members read, and begin nothing."""
    return not request.user.is_authenticated or request.user.has_perm("portal.applicant")


def closed_to(request: HttpRequest, rules: CallVersion) -> list[tuple[str, str]]:
    """Said before anybody writes: the names of the person's organisations that the call is not for, and why."""
    if not rules.eligible_types or not request.user.is_authenticated:
        return []
    return [(body.name, text) for body in organisations(request) if (text := not_eligible(rules, body.org_type))]
