"""The meeting's life, as far as decisions need it (domain.md §7.9)."""

from applications.lifecycle.machine import machine, move
from applications.lifecycle.registry import register

from ..enums import MeetingState as S
from ..models import Meeting

MEETING = register(
    machine(
        "meeting",
        "Sammanträde",
        Meeting,
        S,
        S.PLANNED,
        move(
            "hold",
            "Registrera att sammanträdet är hållet",
            S.PLANNED,
            to=S.HELD,
            may="hold_meeting",
            when=("meeting_day_has_come",),
        ),
    )
)
