"""Programmes, their money, tracks and calls, kept by heads of unit at their own boards."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, DateTimeField, Exists, JSONField, OuterRef, QuerySet, Value, When
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from applications.models import Call, CallWindow, Fund, FundingSource, Programme, Track
from applications.selectors import windows
from portal import clock
from portal.accounts.enums import DESK_ROLES, StaffRoleName
from portal.accounts.models import Board, User
from portal.desk_models import DeskAdmin
from portal.forms import LinesField

from ..forms.links import LinksField
from .calls import short_standing
from .frame import person, search_context

PROGRAMMES = "portal.manage_programmes"


class OfBoardAdmin(DeskAdmin):
    """Rows of the boards where the person is head of unit; the system administrator keeps all of them."""

    permission = PROGRAMMES
    board_path = "board"
    list_per_page = 50

    def boards(self, request: HttpRequest) -> QuerySet[Board]:
        user = person(request)
        if StaffRoleName.SYSTEM_ADMIN in user.role_names:
            return Board.objects.all()
        return Board.objects.filter(pk__in=user.boards_as(StaffRoleName.HEAD_OF_UNIT))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(**{f"{self.board_path}__in": self.boards(request)})

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        choices: dict[str, QuerySet[Any]] = {
            "board": self.boards(request) & Board.to_choose(*self._chosen_board(request)),
            "funding_source": FundingSource.objects.filter(board__in=self.boards(request)),
            "programme": Programme.objects.filter(board__in=self.boards(request)),
            "call": Call.objects.filter(programme__board__in=self.boards(request)),
            "track": Track.objects.filter(programme__board__in=self.boards(request)),
            "fund": Fund.objects.filter(programme__board__in=self.boards(request)),
            "contact": User.objects.filter(is_active=True, staff_roles__role__in=DESK_ROLES)
            .distinct()
            .order_by("name"),
        }
        if db_field.name in choices:
            kwargs["queryset"] = choices[db_field.name]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _chosen_board(self, request: HttpRequest) -> list[Any]:
        """The board of the row that is changed: an ended one stays where it is chosen, but is not offered anew."""
        match = request.resolver_match
        pk = match.kwargs.get("object_id") if match is not None else None
        row = self.get_object(request, pk) if pk is not None else None
        return [] if row is None else [getattr(row, "board_id", None)]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Day and time are two controls, and Django names neither of them."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, DateTimeField) and field is not None:
            for control, part in zip(field.widget.widgets, ("dag", "klockslag"), strict=True):
                control.attrs["aria-label"] = f"{field.label}, {part}"
        return field

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, search_context(request) | (extra_context or {}))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        return super().changeform_view(request, object_id, form_url, search_context(request) | (extra_context or {}))


@admin.register(FundingSource)
class FundingSourceAdmin(OfBoardAdmin):
    list_display = ("name", "board", "legal_regime", "regime_is_confirmed", "pay_after_final")
    list_select_related = ("board",)


@admin.register(Programme)
class ProgrammeAdmin(OfBoardAdmin):
    list_display = ("name", "board", "unit", "contact")
    list_select_related = ("board", "unit", "contact")
    prepopulated_fields = {"slug": ("name",)}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "links":
            return LinksField()
        if isinstance(db_field, JSONField):
            help_text = "En myndighet per rad, när det är fler än vi. Lämna annars tomt."
            return LinesField(label="Lyses ut av", required=False, rows=3, help_text=help_text)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Track)
class TrackAdmin(OfBoardAdmin):
    """A spår keeps its programme when calls are in it: their cases belong to that one."""

    board_path = "programme__board"
    list_display = ("name", "programme", "is_partnership")
    list_select_related = ("programme",)
    prepopulated_fields = {"slug": ("name",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("programme",) if obj is not None and obj.calls.exists() else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj is not None else super().get_prepopulated_fields(request, obj)


@admin.register(Call)
class CallAdmin(OfBoardAdmin):
    """Name and place of a call. Rules, times and publishing have pages of their own, from the call's dossier."""

    board_path = "programme__board"
    list_display = ("dossier", "programme", "stands", "published_at")
    list_display_links = None
    list_select_related = ("programme",)
    search_fields = ("name",)
    fields = ("programme", "track", "step", "name", "slug")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related(windows.prefetched())

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        """What is open first, then what opens, what is being written, and what has closed."""
        now, mine = clock.now(), OuterRef("pk")
        place = Case(
            When(published_at=None, then=Value(2)),
            When(Exists(CallWindow.objects.open_at(now).filter(call=mine)), then=Value(0)),
            When(Exists(CallWindow.objects.coming(now).filter(call=mine)), then=Value(1)),
            default=Value(3),
        )
        return (place, "name", "pk")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Cases belong to the programme and the step that the call had; links lead to a published address."""
        if obj is None:
            return ()
        placed = ("programme", "track", "step") if obj.applications.exists() else ()
        return (*placed, "slug") if obj.published_at is not None else placed

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {"slug": ("name",)} if obj is None else {}

    @admin.display(description="Utlysning", ordering="name")
    def dossier(self, obj: Call) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("admin:call", args=[obj.pk]), obj.name)

    @admin.display(description="Läge")
    def stands(self, obj: Call) -> str:
        return short_standing(obj)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return redirect("admin:call", obj.pk)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return redirect("admin:call", obj.pk)
