"""Boards at the desk: as the ground floor keeps them, and the page where another board takes over."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from applications.lifecycle.engine import NotYours
from portal.accounts.admin import BoardAdmin
from portal.accounts.models import Board

from ..forms.boards import SuccessorForm
from ..selectors.boards import lines_of
from ..services import succession
from . import frame
from .moves import tell

TITLE = "Låt en annan nämnd ta över"

admin.site.unregister(Board)


@admin.register(Board)
class SucceededBoardAdmin(BoardAdmin):
    """The successor is set on a page of its own, since cases, roles and meetings go along."""

    list_select_related = ("successor",)
    exclude = ("successor",)  # told by handing_over

    def get_list_display(self, request: HttpRequest) -> Any:
        return (*super().get_list_display(request), "successor")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("valid_to", "handing_over") if obj is not None else ()

    @admin.display(description="Efterträdare")
    def handing_over(self, obj: Board) -> SafeString | str:
        if obj.successor_id is not None:
            return f"{obj.successor} har tagit över."
        return format_html('<a href="{}">{}</a>', reverse("admin:board_succeed", args=[obj.pk]), TITLE)


@require_safe
def board_list(request: HttpRequest) -> HttpResponse:
    """The boards of the person who keeps programmes, each line of successors in order of time; only read."""
    context = {"title": "Nämnder", "crumbs": frame.crumbs(("Nämnder", "")), "lines": lines_of(frame.person(request))}
    return frame.page(request, "boards", context)


@require_http_methods(["GET", "HEAD", "POST"])
def succeed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose who takes over and from when; GET tells what goes along."""
    board = get_object_or_404(Board, pk=pk)
    back = reverse("admin:accounts_board_change", args=[board.pk])
    form = SuccessorForm(request.POST or None, board=board)
    if request.method == "POST" and form.is_valid():
        try:
            succession.hand_over(board, by=frame.person(request), **form.cleaned_data)
        except NotYours as refused:
            raise Http404(str(refused)) from refused
        except ValidationError as faults:
            tell(form, faults)
        else:
            messages.success(request, f"{form.cleaned_data['successor']} tar över från {board}.")
            return redirect(back)
    context = {
        "title": TITLE,
        "crumbs": frame.crumbs((board.name, back), (TITLE, "")),
        "then": (
            "Ärenden som inte är beslutade, och projekt som pågår, får den nya nämnden från den dag du väljer.",
            "Beslut som är fattade står kvar i den gamla nämndens namn.",
            "Diarienummer som är givna står kvar. Nya tas ur den nya nämndens serie.",
            "Satsningar, pengar och planerade sammanträden från den dagen följer med.",
            "Den som har en roll hos den gamla nämnden får samma roll hos den nya.",
            "Den nya nämnden beslutar själv om delegation. Lägg in delegationsordningen när den är beslutad.",
        ),
        "form": form,
        "verb": "Låt nämnden ta över",
        "case_url": back,
        "back": "Tillbaka till nämnden",
    }
    return frame.page(request, "move", context)
