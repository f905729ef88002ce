"""Earmarked money at the desk: the list, one fund's ledger as a table, and the acts on pages of their own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.lifecycle.engine import NotYours
from applications.models import Decision, Fund
from applications.services import funds
from portal import dates

from ..forms.funds import EarmarkForm, RaiseForm
from ..selectors import funds as reading
from . import frame
from .moves import tell

EDIT = require_http_methods(["GET", "HEAD", "POST"])
LIST = "Öronmärkta pengar"
EARMARK, RAISE, BIND = "Öronmärk pengar", "Höj öronmärkningen", "Bind beslutet"


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
        "moves": [_raise_act(row)] if may_write else [],
    }
    return frame.page(request, "fund", context)


def _raise_act(row: Fund) -> dict[str, Any]:
    """The act as portal/partials/move.html reads it."""
    return {
        "label": RAISE,
        "open": True,
        "primary": True,
        "url": _url(row, "fund_raise"),
        "icon": "plus",
        "line": "När nämnden har beslutat om mer pengar.",
        "missing": [],
        "holds": [],
    }


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
    lead = "Skriv det som nämnden lägger till. Det som redan är öronmärkt står kvar."
    return _form_page(request, RAISE, form, row, lead)


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
