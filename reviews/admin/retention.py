"""Rules about what is kept and what is weeded out, kept by archivists and heads of unit at their own boards."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from applications.enums import RetentionAction
from applications.models import RetentionRule
from applications.selectors import retention
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import Board
from portal.desk_models import VersionedRowForm
from portal.forms import offer

from .frame import person
from .programmes import OfBoardAdmin

KEEPERS = (StaffRoleName.ARCHIVIST, StaffRoleName.HEAD_OF_UNIT)


class RetentionForm(VersionedRowForm):
    kinds: dict[str, str]

    kind = forms.ChoiceField(label="Handling", error_messages={"required": "Välj vilken handling regeln gäller."})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = ({self.instance.kind: self.instance.kind} if self.instance.kind else {}) | self.kinds
        offer(self, "kind", [("", "Välj"), *known.items()])

    def clean(self) -> dict[str, Any] | None:
        """Weeding out needs a number of years and a decision; what is kept has no years."""
        values = super().clean()
        given = self.cleaned_data
        if given.get("action") == RetentionAction.DISPOSE:
            if given.get("years") is None and "years" not in self.errors:
                self.add_error("years", "Skriv efter hur många år handlingen gallras.")
            if not given.get("basis") and "basis" not in self.errors:
                self.add_error("basis", "Skriv vilket beslut gallringen stöder sig på.")
        elif given.get("years") is not None:
            self.add_error("years", "Det som bevaras har inget antal år. Ta bort talet, eller välj Gallras.")
        return values


@admin.register(RetentionRule)
class RetentionRuleAdmin(OfBoardAdmin):
    permission = "reviews.keep_retention"
    list_display = ("document", "board", "action", "years", "basis")
    list_select_related = ("board",)
    list_filter = ("action",)
    fields = ("board", "kind", "action", "years", "basis")

    def boards(self, request: HttpRequest) -> QuerySet[Board]:
        return Board.objects.filter(pk__in=person(request).boards_as(*KEEPERS))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        boards = person(request).boards_as(*KEEPERS)
        form = type("RetentionForm", (RetentionForm,), {"kinds": retention.kinds(boards)})
        return super().get_form(request, obj, change, form=form, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        self.labels = retention.kinds(person(request).boards_as(*KEEPERS))
        return super().get_queryset(request)

    def name_of(self, obj: RetentionRule) -> str:
        return f"{self.labels.get(obj.kind, obj.kind)}, {obj.get_action_display().lower()}"

    @admin.display(description="handling", ordering="kind")
    def document(self, obj: RetentionRule) -> str:
        return self.labels.get(obj.kind, obj.kind)
