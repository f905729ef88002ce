"""What a member of a board reads: its locked decisions and coming meetings, but for matters of jäv."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from applications.documents import supports
from applications.enums import DecisionKind, DocumentKind
from applications.models import ConflictDeclaration, Decision, Document, Withdrawal, component
from portal import dates
from portal.accounts.enums import BOARD_ROLES
from portal.accounts.models import User
from portal.money import NBSP, kronor, percent

from ..enums import MeetingState
from ..models import AgendaItem, Meeting


def _conflicted(user: User) -> QuerySet[ConflictDeclaration, Any]:
    return ConflictDeclaration.objects.filter(user=user, is_conflicted=True).values("case")


def decisions(user: User) -> QuerySet[Decision]:
    """Decisions of the person's boards whose text is locked, newest first, those on delegation too."""
    return (
        Decision.objects.filter(board__in=user.boards_as(*BOARD_ROLES), frozen__isnull=False)
        .exclude(case__in=_conflicted(user))
        .select_related("case__organisation", "board", "document__file")
        .prefetch_related("components", _papers())
        .order_by("-made_on", "-pk")
    )


def sentence(decision: Decision) -> str:
    """Who gets how much for which time, or nothing: the letter speaks to the applicant, this to the member."""
    who = decision.case.organisation.name
    if decision.kind == DecisionKind.EARLY_CLOSE:
        return f"Projektet som {who} driver avslutas i förtid."
    if decision.kind == DecisionKind.DISCONTINUED:
        return f"{who} har återtagit ansökan. Ärendet är avskrivet."
    if decision.kind == DecisionKind.DISMISSED:
        return f"Ansökan från {who} prövas inte. Den är avvisad."
    if not decision.grants:
        return f"{who} får inget stöd."
    if parts := supports.in_words(component.supports(decision)):
        return f"{who} får {parts}."
    if decision.cap is None or decision.share is None:
        return f"{who} får stöd."
    period = ""
    if decision.period_start and decision.period_end:
        period = f", för {dates.period_long(decision.period_start, decision.period_end)}"
    return f"{who} får {percent(decision.share)} av bokförda kostnader, högst {kronor(decision.cap)}{NBSP}kr{period}."


def _papers() -> Prefetch[Any, Any, Any]:
    """The tjänsteutlåtanden of a case that are made, the latest first, as `case.papers`."""
    made = Document.objects.filter(kind=DocumentKind.MEMO, file__isnull=False).order_by("-number")
    return Prefetch("case__documents", made, to_attr="papers")


def documents(user: User) -> QuerySet[Document]:
    """The PDFs of decisions, and of what was proposed in them and in the matters of coming meetings."""
    own = decisions(user).order_by()
    proposed = Q(case__in=_coming(user).order_by().values("case")) | Q(case__in=own.values("case"))
    found = Q(decision__in=own.values("pk")) | Q(kind=DocumentKind.MEMO) & proposed
    return Document.objects.filter(found, file__isnull=False)


def matters(user: User) -> QuerySet[AgendaItem]:
    """Matters that have not been decided, on planned meetings of the person's boards."""
    return _coming(user).filter(decision=None).select_related("case__organisation", "meeting")


def _coming(user: User) -> QuerySet[AgendaItem]:
    """All that is on planned meetings of the person's boards."""
    meetings = Meeting.objects.filter(board__in=user.boards_as(*BOARD_ROLES), state=MeetingState.PLANNED)
    rows = AgendaItem.objects.exclude(case__in=_conflicted(user))
    return rows.filter(meeting__in=meetings.order_by().values("pk"))


def coming_meetings(user: User) -> QuerySet[Meeting]:
    """Planned meetings, the next first, each with the matters on its agenda."""
    gone = Withdrawal.objects.filter(case=OuterRef("case"), done_at__isnull=False)
    items = AgendaItem.objects.exclude(case__in=_conflicted(user)).select_related("case__organisation")
    items = items.annotate(is_withdrawn=Exists(gone)).prefetch_related(_papers())
    return (
        Meeting.objects.filter(board__in=user.boards_as(*BOARD_ROLES), state=MeetingState.PLANNED)
        .select_related("board")
        .prefetch_related(Prefetch("items", queryset=items.order_by("number")))
        .order_by("held_on")
    )
