"""One page per move: GET tells the consequence and asks what is needed, POST makes the move."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, NotReady, NotYours, Offer, StaleVersion
from applications.lifecycle.registry import machine_of, state_of
from portal.accounts.models import User

from ..forms.moving import MoveForm
from ..selectors import funds
from ..selectors.dossier import Dossier
from ..selectors.offers import offered
from . import frame, memo_reading
from .move_list import label_of, listed
from .move_page import MovePage
from .move_pages import MOVE_PAGES
from .opening import open_case

# Where money is proposed or decided, the room before and after stands on the page.
ABOUT_MONEY = frozenset(
    {
        ("memo", "submit"),
        ("application", "approve_proposal"),
        ("application", "register_decision"),
        ("application", "decide_by_delegation"),
    }
)
# Where the tjänsteutlåtande is handed over or judged, what it lacks stands on the page, and where it is read.
ABOUT_MEMO = frozenset({("memo", "submit"), ("memo", "return"), ("application", "approve_proposal")})


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: UUID, machine: str, obj: UUID, move: str) -> HttpResponse:
    """One move of one object. 404 for what is not the person's to make; a closed one tells what is missing."""
    dossier = open_case(request, pk)
    page, row = MOVE_PAGES.get((machine, move)), _object(dossier, machine, obj)
    user = frame.person(request)
    if page is None or row is None or not engine.may(row, machine_of(row).moves[move], user):
        raise Http404("no such move for this person")
    offer = next((offer for offer in offered(_asked(dossier, row), user) if _is(offer, row, move)), None)
    if request.method == "POST":
        return _post(request, dossier, page, row, move, offer)
    form = page.form(obj=row, by=user) if offer is not None and offer.is_open else None
    return _page(request, dossier, page, row, move, offer, form)


def _object(dossier: Dossier, machine: str, pk: UUID) -> models.Model | None:
    return next((row for row in dossier.objects() if row.pk == pk and machine_of(row).name == machine), None)


def _asked(dossier: Dossier, row: models.Model) -> list[models.Model]:
    """The memo goes with the application, since approving the proposal approves it."""
    return [row, dossier.memo] if dossier.memo is not None and row == dossier.application else [row]


def _is(offer: Offer, row: models.Model, move: str) -> bool:
    return offer.obj == row and offer.move.name == move


def _post(
    request: HttpRequest, dossier: Dossier, page: MovePage, row: models.Model, move: str, offer: Offer | None
) -> HttpResponse:
    user = frame.person(request)
    form = page.form(request.POST, files=request.FILES, obj=row, by=user)
    status = 200
    if form.is_valid():
        try:
            _make(page, row, move, form, user)
        except NotYours as refused:
            raise Http404(str(refused)) from refused
        except NotReady as refused:
            for item in refused.missing:
                form.add_error(None, item.text)
            status = 409
        except (MovedOn, StaleVersion) as refused:
            form.add_error(None, str(refused))
            status = 409
        except ValidationError as faults:
            tell(form, faults)
        else:
            messages.success(request, page.done)
            for text in page.after(form) if page.after is not None else []:
                messages.warning(request, text)
            return redirect(frame.case_url(dossier.case))
    return _page(request, dossier, page, row, move, offer, form, status)


@transaction.atomic
def _make(page: MovePage, row: models.Model, move: str, form: MoveForm, user: User) -> None:
    """Make the move from the state that the page was about: a service may do more than one move (a later assignment
    changes officer), and two windows may not both be right. Raises what the service raises."""
    table, fresh = machine_of(row), engine.lock(row)
    state = state_of(fresh)
    if state not in table.moves[move].sources:
        raise MovedOn(str(table.states(state).label), table.moves[move].label)
    page.do(row, form, user)


def tell(form: Any, faults: ValidationError) -> None:
    """Show a service's faults at the controls they mean, and those without a control above the form."""
    place_of = getattr(form, "place_of", str)
    if not hasattr(faults, "error_dict"):
        form.add_error(None, faults)
        return
    for key, texts in faults.message_dict.items():
        name = place_of(key)
        for text in texts:
            form.add_error(name if name in form.fields else None, text)


def _page(
    request: HttpRequest,
    dossier: Dossier,
    page: MovePage,
    row: models.Model,
    move: str,
    offer: Offer | None,
    form: MoveForm | None,
    status: int = 200,
) -> HttpResponse:
    table = machine_of(row)
    the_move = table.moves[move]
    label = label_of(offer) if offer is not None else the_move.label
    context: dict[str, Any] = {
        "title": label,
        "case": dossier.case,
        "case_url": frame.case_url(dossier.case),
        "crumbs": frame.crumbs((dossier.case.title, frame.case_url(dossier.case)), (label, "")),
        "verb": the_move.label,
        "then": page.then,
        "form": form,
        "formset": form.rows if form is not None else None,
        "warns": page.warns(row) if page.warns is not None and offer is not None and offer.is_open else [],
        "facts": page.facts(row) if page.facts is not None and offer is not None and offer.is_open else [],
    }
    if (table.name, move) in ABOUT_MONEY and offer is not None and offer.is_open:
        context["room"] = funds.room_of(dossier)
    if (table.name, move) in ABOUT_MEMO and offer is not None and offer.is_open:
        context |= memo_reading.warned(dossier, memo_reading.source_of(dossier))
    if offer is None:
        context["moved_on"] = str(MovedOn(table.states(state_of(row)).label, the_move.label))
    elif not offer.is_open:
        context["closed"] = listed(offer, dossier)
    return frame.page(request, "move", context, status)
