"""The delegation order and the meetings' rows, kept by the board's secretary."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from portal import dates
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import Board

from ..enums import MeetingState
from ..models import DelegationRule, Meeting
from ..selectors import history
from . import frame
from .frame import person
from .programmes import OfBoardAdmin


class SecretaryAdmin(OfBoardAdmin):
    permission = "reviews.plan_meetings"

    def boards(self, request: HttpRequest) -> QuerySet[Board]:
        return Board.objects.filter(pk__in=person(request).boards_as(StaffRoleName.BOARD_SECRETARY))

    @admin.display(description="Nämnd")
    def of_board(self, obj: Any) -> str:
        """The board's name. Django would make a link of it, to a page that is the system administrator's."""
        return str(obj.board)


@admin.register(DelegationRule)
class DelegationRuleAdmin(SecretaryAdmin):
    """A rule that has been used keeps its words: it ends on a day, and a new one begins."""

    list_display = ("point", "board", "role", "kind", "amount_limit", "own_limit", "valid_through")
    list_filter = ("role", "kind")
    list_select_related = ("board",)

    @admin.display(description="Gäller", ordering="valid_from")
    def valid_through(self, rule: DelegationRule) -> str:
        """From which day and, when it has an end, to which; one column, since the list is wide."""
        if rule.valid_to is None:
            return f"från {dates.long(rule.valid_from)}"
        return dates.period_long(rule.valid_from, rule.valid_to)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        board = "of_board" if self._is_used(obj) else "board"
        return (board, "point", "role", "kind", "amount_limit", "own_limit", "valid_from", "valid_to")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("of_board", "point", "role", "kind", "amount_limit", "own_limit") if self._is_used(obj) else ()

    def _is_used(self, obj: Any) -> bool:
        return obj is not None and not self.may_be_deleted(obj)


@admin.register(Meeting)
class MeetingAdmin(SecretaryAdmin):
    """Day and place of a planned meeting. It is planned on its own page, and its state moves there."""

    list_display = ("held_on", "board", "place", "state")
    list_select_related = ("board",)
    fields = ("of_board", "held_on", "place", "state")
    readonly_fields = ("of_board", "state")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.state == MeetingState.PLANNED)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The log of its moves instead of Django's."""
        meeting = self.get_object(request, object_id)
        if meeting is None:
            raise Http404("no such meeting for this person")
        context = {
            "title": str(meeting),
            "crumbs": frame.crumbs((str(meeting), "")),
            "log": history.of_object(meeting),
        }
        return frame.page(request, "log", context)
