"""Which board takes over, and from which day."""

from typing import Any

from django import forms
from django.db.models import Q

from portal import clock
from portal.accounts.models import Board
from portal.forms import DateField, choose_among

from .moving import DAY


class SuccessorForm(forms.Form):
    successor = forms.ModelChoiceField(
        Board.objects.none(),
        label="Vilken nämnd tar över?",
        empty_label="Välj",
        error_messages={"required": "Välj vilken nämnd som tar över."},
    )
    on = DateField(label="Från och med", widget=forms.TextInput(attrs=DAY))

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Board.objects.exclude(pk=board.pk).filter(Q(valid_to=None) | Q(valid_to__gte=clock.today()))
        choose_among(self, "successor", others.order_by("name"))
