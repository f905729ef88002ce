"""Idékollen at the desk: editions with their questions, kept by heads of unit; a published edition is only read."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from applications.models import Checklist, ChecklistQuestion
from applications.services import checklists

from ..forms.checklists import QuestionForm, QuestionFormSet
from .programmes import PROGRAMMES, OfBoardAdmin

ACTS = (
    ("Förhandsgranska", "checklist_preview"),
    ("Publicera", "checklist_publish"),
    ("Ny utgåva", "checklist_copy"),
    ("Statistik", "checklist_statistics"),
)


def _is_draft(obj: Any) -> bool:
    return obj is None or obj.published_at is None


class QuestionInline(admin.StackedInline):
    """The questions of an edition. Ideas and figures point at those of a published one, so they stay as they are."""

    model = ChecklistQuestion
    form = QuestionForm
    formset = QuestionFormSet
    extra = 1
    fields = ("text", ("order", "parent", "is_stem"), "advice")
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(PROGRAMMES)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request) and _is_draft(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request) and _is_draft(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request) and _is_draft(obj)


@admin.register(Checklist)
class ChecklistAdmin(OfBoardAdmin):
    board_path = "programme__board"
    list_display = ("name", "programme", "number", "standing")
    list_filter = ("programme",)
    list_select_related = ("programme",)
    readonly_fields = ("number", "standing")
    inlines = (QuestionInline,)
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
    }
    fields = ("programme", "number", "standing", *checklists.TEXTS)

    @admin.display(description="läge", ordering="published_at")
    def standing(self, obj: Checklist) -> str:
        if obj.published_at is None:
            return "Utkast"
        return "Publicerad" if obj.is_asked_now else "Ersatt av en nyare"  # type: ignore[attr-defined]  # by get_queryset

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        asked_now = models.Exists(Checklist.objects.current().filter(pk=models.OuterRef("pk")))
        return super().get_queryset(request).annotate(is_asked_now=asked_now)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """An edition stays with its programme, whose numbers it belongs to."""
        return self.readonly_fields if obj is None else ("programme", *self.readonly_fields)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return tuple(name for name in self.fields if obj is not None or name not in self.readonly_fields)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _is_draft(obj)

    def may_be_deleted(self, obj: models.Model) -> bool:
        return _is_draft(obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.number = checklists.next_number(obj.programme)
        super().save_model(request, obj, form, change)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        acts = []
        if object_id is not None and (obj := self.get_object(request, object_id)) is not None:
            acts = [
                {"label": label, "url": reverse(f"admin:{route}", args=[obj.pk])}
                for label, route in ACTS
                if _is_draft(obj) or route != "checklist_publish"
            ]
        return super().changeform_view(request, object_id, form_url, {"acts": acts, **(extra_context or {})})
