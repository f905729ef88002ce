"""Planning a meeting, and choosing one for a matter."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from portal.accounts.enums import StaffRoleName
from portal.accounts.models import Board, User
from portal.dates import short, weekday_long
from portal.forms import DateField, choose_among

from ..models import Meeting
from ..selectors.meetings import planned_for, stop_day
from .moving import DAY, MoveForm


class MeetingChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Meeting) -> str:
        place = f", {obj.place}" if obj.place else ""
        return f"{weekday_long(obj.held_on).capitalize()}{place} (handlingsstopp {short(stop_day(obj))})"


class AgendaForm(MoveForm):
    meeting = MeetingChoice(
        Meeting.objects.none(),
        label="Sammanträde",
        empty_label="Välj",
        error_messages={"required": "Välj vilket sammanträde ärendet ska tas upp på."},
    )

    def prepare(self) -> None:
        meetings: QuerySet[Meeting] = planned_for(self.obj.case)
        choose_among(self, "meeting", meetings)
        self.fields["meeting"].initial = meetings.first()


class MeetingForm(forms.Form):
    board = forms.ModelChoiceField(Board.objects.none(), label="Nämnd", empty_label=None)
    held_on = DateField(label="Dag", widget=forms.TextInput(attrs=DAY))
    place = forms.CharField(label="Plats", required=False, max_length=120)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boards = Board.to_choose().filter(pk__in=by.boards_as(StaffRoleName.BOARD_SECRETARY)).order_by("name")
        choose_among(self, "board", boards)
        self.fields["board"].initial = boards.first()
