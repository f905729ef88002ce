"""Programmes, their money, calls and the calls' rules, kept by heads of unit at their own boards."""

from typing import Any

from django.contrib import admin
from django.db.models import DateTimeField, QuerySet
from django.forms.models import model_to_dict
from django.http import HttpRequest

from applications.models import Application, Call, CallVersion, FundingSource, Programme
from portal.accounts.enums import DESK_ROLES, StaffRoleName
from portal.accounts.models import Board, User
from portal.desk_models import DeskAdmin

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
            "board": self.boards(request),
            "funding_source": FundingSource.objects.filter(board__in=self.boards(request)),
            "programme": Programme.objects.filter(board__in=self.boards(request)),
            "call": Call.objects.filter(programme__board__in=self.boards(request)),
            "contact": User.objects.filter(is_active=True, staff_roles__role__in=DESK_ROLES)
            .distinct()
            .order_by("name"),
        }
        if db_field.name in choices:
            kwargs["queryset"] = choices[db_field.name]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

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


@admin.register(Call)
class CallAdmin(OfBoardAdmin):
    board_path = "programme__board"
    list_display = ("name", "programme", "published_at")
    list_select_related = ("programme",)
    prepopulated_fields = {"slug": ("name",)}


@admin.register(CallVersion)
class CallVersionAdmin(OfBoardAdmin):
    """A version that an application was made under is only read: new rules are a new version (architecture.md §6)."""

    board_path = "call__programme__board"
    list_display = ("call", "number", "published_at", "max_share", "max_amount")
    list_filter = ("call",)
    list_select_related = ("call",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or not _has_applications(obj))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new version begins as the latest one, with the next number."""
        latest = self.get_queryset(request).order_by("-published_at", "-number").first()
        if latest is None:
            return {}
        return model_to_dict(latest, exclude=["id", "published_at"]) | {"number": latest.number + 1}


def _has_applications(version: CallVersion) -> bool:
    return Application.objects.filter(call_version=version).exists()
