"""Earmarked money at the desk: the list, one fund's ledger as a table, and the acts on pages of their own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.budget import ledger
from applications.lifecycle.engine import NotYours, StaleVersion
from applications.models import Decision, Fund
from applications.services import funds
from portal import dates
from portal.accounts.models import User
from portal.desk_models import STALE

from ..forms.funds import CorrectForm, EarmarkForm, NameForm, RaiseForm
from ..selectors import funds as reading
from . import frame
from .moves import tell

EDIT = require_http_methods(["GET", "HEAD", "POST"])
LIST = "Öronmärkta pengar"
EARMARK, RAISE, BIND = "Öronmärk pengar", "Höj öronmärkningen", "Bind beslutet"
NOTHING_LEFT = "Inget går att sänka: förslag och beslut håller allt som är öronmärkt."
CORRECT, RENAME = "Rätta öronmärkningen", "Ändra namn och ändamål"


def _list_url() -> str:
    return reverse("admin:funds")


def _url(fund: Fund, route: str = "fund", **kwargs: Any) -> str:
    return reverse(f"admin:{route}", kwargs={"pk": fund.pk, **kwargs})


def _open(request: HttpRequest, pk: UUID) -> Fund:
    return get_object_or_404(reading.readable(frame.person(request)), pk=pk)


@require_safe
def fund_list(request: HttpRequest) -> HttpResponse:
    """All that the person's boards have set aside, with what is left to decide."""
    user = frame.person(request)
    page = frame.paginated(request, reading.readable(user).order_by("name", "pk"))
    context = {
        "title": LIST,
        "crumbs": frame.crumbs((LIST, "")),
        "rows": page,
        "lines": reading.with_totals(page),
        "earmark_url": reverse("admin:fund_earmark") if user.has_perm("reviews.earmark_funds") else "",
    }
    return frame.page(request, "funds", context)


@require_safe
def fund(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The board's decision, the ledger summed per year, and every line with its case and decision."""
    row, user = _open(request, pk), frame.person(request)
    sheet = row.entries.sheet()
    page = frame.paginated(request, reading.entries(row))
    may_write = user.has_perm("applications.earmark_fund", row)
    context = {
        "title": row.name,
        "crumbs": frame.crumbs((LIST, _list_url()), (row.name, "")),
        "fund": row,
        "calls": list(row.calls.order_by("name")),
        "may_open_calls": user.has_perm("portal.manage_programmes"),
        "table": reading.table(sheet, "Öronmärkta pengar per år"),
        "left": sheet.total.left,
        "rows": page,
        "lines": reading.for_reader(page, user),
        "unbound": [
            {"decision": decision, "url": _url(row, "fund_bind", decision=decision.pk) if may_write else ""}
            for decision in reading.unbound_grants(row, user)
        ],
        "moves": _acts(row, sheet) if may_write else [],
        "changes": reading.changes_of(row),
    }
    return frame.page(request, "fund", context)


def _acts(row: Fund, sheet: ledger.Sheet) -> list[dict[str, Any]]:
    """What the head can do; only what has something left can be lowered."""
    lacks = [] if any(year.left > 0 for year in sheet.years.values()) else [{"text": NOTHING_LEFT}]
    return [
        _act(RAISE, "plus", "När nämnden har beslutat om mer pengar.", _url(row, "fund_raise")) | {"primary": True},
        _act(
            CORRECT,
            "pen-line",
            "När ett belopp blev fel. Raden som var fel står kvar.",
            _url(row, "fund_correct"),
        )
        | {"open": not lacks, "missing": lacks},
        _act(RENAME, "pen-line", "Nämndens beslut och beloppen ändras inte.", _url(row, "fund_rename")),
    ]


def _act(label: str, icon: str, line: str, url: str) -> dict[str, Any]:
    """An act as portal/partials/move.html reads it."""
    return {"label": label, "open": True, "url": url, "icon": icon, "line": line, "missing": [], "holds": []}


def _form_page(request: HttpRequest, title: str, form: Form, row: Fund | None, lead: str) -> HttpResponse:
    """A page with a form, under the list or under one fund."""
    url = _url(row) if row is not None else _list_url()
    above = [(LIST, _list_url())] + ([(row.name, url)] if row is not None else [])
    context = {
        "title": title,
        "crumbs": frame.crumbs(*above, (title, "")),
        "form": form,
        "verb": title,
        "lead": lead,
        "case_url": url,
        "back": "Tillbaka till de öronmärkta pengarna",
    }
    return frame.page(request, "edit", context)


def _try(form: Any, act: Callable[[], Fund]) -> Fund | None:
    """Do it, or tell in the form why not. Raises Http404 for what is not the person's."""
    try:
        return act()
    except NotYours as refused:
        raise Http404(str(refused)) from refused
    except ValidationError as faults:
        tell(form, faults)
    return None


@EDIT
def earmark(request: HttpRequest) -> HttpResponse:
    """Write down that the board has set money aside."""
    user = frame.person(request)
    form = EarmarkForm(request.POST or None, by=user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        named = {name: given[name] for name in (*EarmarkForm.field_order, "purpose")}
        made = _try(form, lambda: funds.earmark(**named, amounts=form.amounts, by=user))
        if made is not None:
            messages.success(request, "Pengarna är öronmärkta.")
            return redirect(_url(made))
    lead = "Att pengar är öronmärkta ger ingen rätt till dem. Varje insats söks och beslutas för sig."
    return _form_page(request, EARMARK, form, None, lead)


@EDIT
def raise_earmark(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down that the board has set more aside."""
    row, user = _open(request, pk), frame.person(request)
    if not user.has_perm("applications.earmark_fund", row):
        raise Http404("not this person's to raise")
    form = RaiseForm(request.POST or None, fund=row)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = _try(
            form,
            lambda: funds.raise_earmark(
                row, amounts=form.amounts, decided_on=given["decided_on"], paragraph=given["paragraph"], by=user
            ),
        )
        if made is not None:
            messages.success(request, "Öronmärkningen är höjd.")
            return redirect(_url(row))
    lead = f"Skriv det som nämnden lägger till. Det som redan är öronmärkt står kvar. {reading.who_decides(row)}"
    return _form_page(request, RAISE, form, row, lead)


@EDIT
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take off what was written by mistake."""
    row, user = _open(request, pk), frame.person(request)
    if not user.has_perm("applications.earmark_fund", row):
        raise Http404("not this person's to correct")
    form = CorrectForm(request.POST or None, fund=row)
    if not form.years:
        messages.info(request, NOTHING_LEFT)
        return redirect(_url(row))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if _try(form, lambda: funds.correct_earmark(row, amounts=form.amounts, reason=reason, by=user)) is not None:
            messages.success(request, "Öronmärkningen är rättad.")
            return redirect(_url(row))
    lead = (
        "Skriv hur mycket som ska tas bort från det öronmärkta. Det som blev fel står kvar bland händelserna, och "
        "rättelsen blir en egen rad. Har nämnden öronmärkt mer höjer du i stället."
    )
    return _form_page(request, CORRECT, form, row, lead)


@EDIT
def rename(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what the money is called and what it is for."""
    row, user = _open(request, pk), frame.person(request)
    if not user.has_perm("applications.earmark_fund", row):
        raise Http404("not this person's to rename")
    form = NameForm(request.POST or None, initial={"name": row.name, "purpose": row.purpose, "version": row.version})
    if request.method == "POST" and form.is_valid():
        before = (row.name, row.purpose)
        try:
            made = _try(form, lambda: funds.rename(row, **form.cleaned_data, by=user))
        except StaleVersion:
            # What is typed stays, and is saved by the next press if the person still wants it.
            typed: Any = form.data
            form.data = typed = typed.copy()
            typed["version"] = str(Fund.objects.get(pk=row.pk).version)
            form.add_error(None, STALE)
            made = None
        if made is not None:
            _log_names(made, before, user)
            messages.success(request, "Namn och ändamål är ändrade.")
            return redirect(_url(row))
    return _form_page(request, RENAME, form, row, "Nämndens beslut, beloppen och händelserna ändras inte.")


def _log_names(row: Fund, before: tuple[str, str], user: User) -> None:
    named = zip(("Namnet", "Ändamålet"), before, (row.name, row.purpose), strict=True)
    told = [f"{what} var: {old}" for what, old, new in named if old != new]
    if told:
        LogEntry.objects.create(
            user=user,
            content_type_id=ContentType.objects.get_for_model(Fund).pk,
            object_id=str(row.pk),
            object_repr=str(row)[:200],
            action_flag=CHANGE,
            change_message=". ".join(told),
        )


@EDIT
def bind(request: HttpRequest, pk: UUID, decision: UUID) -> HttpResponse:
    """Bind a grant that was decided before its call had earmarked money."""
    row, user = _open(request, pk), frame.person(request)
    found: Decision | None = next((one for one in reading.unbound_grants(row, user) if one.pk == decision), None)
    if found is None or not user.has_perm("applications.earmark_fund", row):
        raise Http404("nothing to bind here")
    grant, form = found, Form(request.POST or None)
    if request.method == "POST":
        done = _try(form, lambda: (funds.bind_afterwards(grant, by=user), row)[1])
        if done is not None:
            messages.success(request, "Beslutet binder nu pengarna.")
            return redirect(_url(row))
    lead = (
        f"{grant.case.title}: {grant.get_kind_display().lower()} {grant.paragraph}, {dates.long(grant.made_on)}. "
        "Årens belopp binds, och det som redan är utbetalt förs in."
    )
    return _form_page(request, BIND, form, row, lead)
