"""What every page of the desk has in common: the frame's context, the menu with its counts, and addresses."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import admin
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse

from applications.lifecycle.registry import machine_of
from applications.models import Case
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import User

from ..selectors.queue_lines import Step
from ..selectors.workload import Load, counts, workload

PER_PAGE = 50
Crumb = dict[str, str]

SETTINGS_TITLE = "Underlag"
PEOPLE_TITLE = "Personer"
HELP_TITLE = "Stöd"


def page(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> TemplateResponse:
    """A page of ours inside the desk's frame."""
    shared = admin.site.each_context(request) | search_context(request)
    return TemplateResponse(request, f"admin/reviews/{template}.html", {**shared, **context}, status=status)


def search_context(request: HttpRequest) -> dict[str, Any]:
    """The link to the search, for those who read cases."""
    return {"desk_search_url": reverse("admin:search")} if request.user.has_perm("portal.cases") else {}


def crumbs(*parts: tuple[str, str]) -> list[Crumb]:
    """From Idag to the present page, which comes last and has no address."""
    return [{"label": label, "url": url} for label, url in (("Idag", reverse("admin:index")), *parts)]


def full_loads(request: HttpRequest) -> list[Load]:
    """All figures of the person's queues; the menu of the same page then takes its counts from them."""
    loads = workload(person(request))
    request.desk_loads = loads  # type: ignore[attr-defined]  # kept for the menu of the same page
    return loads


def _menu_loads(request: HttpRequest) -> list[Load]:
    known: list[Load] | None = getattr(request, "desk_loads", None)
    return counts(person(request)) if known is None else known


def person(request: HttpRequest) -> User:
    """The one who is signed in; the desk has no others."""
    assert isinstance(request.user, User)
    return request.user


def paginated(request: HttpRequest, rows: Any) -> Page[Any]:
    """The page of a list that `?sida=` names; one that does not exist is the nearest that does."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("sida"))


def case_url(case: Case, route: str = "case", **kwargs: Any) -> str:
    return reverse(f"admin:{route}", kwargs={"pk": case.pk, **kwargs})


def step_url(case: Case, step: Step) -> str:
    """Where a row's one verb leads."""
    if step.move:
        return move_url(case, machine_of(step.obj).name, step.obj.pk, step.move)
    if step.page == "case_conflict_rule":
        return case_url(case, step.page, question=step.obj.pk)
    return case_url(case, step.page or "case")


def move_url(case: Case, machine: str, obj: Any, move: str) -> str:
    return case_url(case, "case_move", machine=machine, obj=obj, move=move)


# The side menu


def menu(request: HttpRequest) -> list[dict[str, Any]]:
    """Idag, the person's queues with their counts, and what the person keeps."""
    groups: dict[str, list[dict[str, Any]]] = {"": [_item(request, "Idag", reverse("admin:index"), "sun", exact=True)]}
    for load in _menu_loads(request):
        queue = load.queue
        url = reverse("admin:queue", kwargs={"key": queue.key})
        groups.setdefault(queue.group, []).append(
            _item(request, queue.label, url, queue.icon, count=load.counted if load.count else None)
        )
    if request.user.has_perm("portal.cases"):
        groups.setdefault(SETTINGS_TITLE, []).append(
            _item(request, "Sammanträden", reverse("admin:meetings"), "calendar")
        )
        groups[SETTINGS_TITLE].append(_item(request, "Statistik", reverse("admin:statistics"), "chart-column"))
    if request.user.has_perm("reviews.register_paper"):
        paper = _item(request, "Registrera på papper", reverse("admin:paper_new"), "inbox")
        groups.setdefault(SETTINGS_TITLE, []).append(paper)
    if StaffRoleName.CASE_OFFICER in person(request).role_names:
        groups.setdefault(SETTINGS_TITLE, []).append(_item(request, "Möten", reverse("admin:dialogues"), "handshake"))
    if request.user.has_perm("reviews.read_funds"):
        groups.setdefault(SETTINGS_TITLE, []).append(
            _item(request, "Öronmärkta pengar", reverse("admin:funds"), "hand-coins")
        )
    if request.user.has_perm("portal.manage_programmes"):
        groups.setdefault(SETTINGS_TITLE, []).append(_item(request, "Nämnder", reverse("admin:boards"), "landmark"))
    for title, label, model, icon in KEPT:
        if _may_keep(request, model):
            groups.setdefault(title, []).append(_item(request, label, reverse(f"admin:{model}_changelist"), icon))
    groups[HELP_TITLE] = [_item(request, "Hjälp", reverse("admin:help"), "circle-question-mark")]
    return [{"title": title, "items": items} for title, items in groups.items() if items]


KEPT: Sequence[tuple[str, str, str, str]] = (
    (SETTINGS_TITLE, "Satsningar", "applications_programme", "folder-open"),
    (SETTINGS_TITLE, "Spår", "applications_track", "flag"),
    (SETTINGS_TITLE, "Utlysningar", "applications_call", "megaphone"),
    (SETTINGS_TITLE, "Idékollen", "applications_checklist", "list-checks"),
    (SETTINGS_TITLE, "Finansieringskällor", "applications_fundingsource", "coins"),
    (SETTINGS_TITLE, "Inriktningsbeslut", "applications_policydecision", "landmark"),
    (SETTINGS_TITLE, "Egna texter i brev", "applications_lettertext", "mail"),
    (SETTINGS_TITLE, "Bevara och gallra", "applications_retentionrule", "archive"),
    (SETTINGS_TITLE, "Delegationsordning", "reviews_delegationrule", "key-round"),
    (PEOPLE_TITLE, "Personer", "accounts_user", "user"),
    (PEOPLE_TITLE, "Roller", "accounts_staffrole", "user-check"),
    (PEOPLE_TITLE, "Organisationer", "accounts_organisation", "users"),
    (PEOPLE_TITLE, "Medarbetare hos sökande", "accounts_membership", "handshake"),
    (PEOPLE_TITLE, "Behöriga företrädare", "accounts_signingmandate", "signature"),
    (PEOPLE_TITLE, "Nämnder", "accounts_board", "landmark"),
    (PEOPLE_TITLE, "Enheter", "accounts_unit", "list-checks"),
    (PEOPLE_TITLE, "Myndigheten", "accounts_authority", "settings"),
    (PEOPLE_TITLE, "Anmälda brister", "accounts_accessreport", "inbox"),
    (PEOPLE_TITLE, "Kända brister", "accounts_accessshortfall", "triangle-alert"),
)


def _may_keep(request: HttpRequest, model: str) -> bool:
    registered = {f"{row._meta.app_label}_{row._meta.model_name}": kept for row, kept in admin.site._registry.items()}
    kept = registered.get(model)
    return kept is not None and kept.has_view_permission(request)


def _item(
    request: HttpRequest, label: str, url: str, icon: str, *, count: str | None = None, exact: bool = False
) -> dict[str, Any]:
    current = request.path == url if exact else request.path.startswith(url)
    return {"label": label, "url": url, "icon": icon, "count": count, "current": current}
