"""An applicant's start page: what to do now, what is ahead, and every case with its sentence. One query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from portal import clock, dates
from portal.accounts.models import User
from portal.look.words import counted
from portal.money import NBSP

from ..enums import ApplicationState, DialogueKind, IdeaState, ObligationKind, PhaseKind, ProjectState
from ..models import Application, Case
from . import guests
from .case_facts import REPORTS, Owed, answer_due, closes_at, outcome, owed, part, phase_left, to_come, with_story
from .case_story import granted, is_over, wants_new_budget
from .messages import has_unread
from .people import signatories_of
from .together import is_unled

PHASE_DAYS = 30  # so long before its day a thing to do in the start or at the end is told here
Place = Literal[
    "accept",
    "completion",
    "sign",
    "report",
    "claim",
    "application",
    "idea",
    "idea_convert",
    "early_close",
    "phase",
    "messages",
    "people",
    "own_part",
    "hearing",
]


@dataclass(frozen=True, slots=True)
class Todo:
    """Something to do: by when (a local date, an instant, or no date), why, and which page it is done on.

    `about` names the case where neither title nor text does; it is said where several cases stand together.
    """

    due: date | datetime | None
    title: str
    text: str
    verb: str
    place: Place
    row: str
    about: str = ""
    is_for_signatory: bool = False
    organisation: Any = None  # the id of whose it is, where only a signatory does it

    @property
    def day(self) -> date:
        if self.due is None:
            return date.max
        return clock.local(self.due).date() if isinstance(self.due, datetime) else self.due


@dataclass(frozen=True, slots=True)
class Ahead:
    """A date to come, in a few words."""

    day: date
    text: str

    @property
    def when(self) -> str:
        return dates.short(self.day) if self.day.year == clock.today().year else dates.long(self.day)


def cases_of(user: User) -> list[Case]:
    """All cases of the person's organisations, those that go on first, newest first."""
    cases = with_story(Case.objects.of_applicant(user)).annotate(
        story_unread=has_unread(applicant=True), story_unled=is_unled()
    )
    cases = cases.order_by("-created_at", "pk")
    return sorted(cases, key=is_over)


def todo(cases: list[Case], *, user: User | None = None) -> list[Todo]:
    """What awaits the applicant now, nearest date first; what has no date last.

    With `user`, who may not do what only a signatory does is told whom it waits for.
    """
    guest = guests.places_of(user, cases) if user is not None else {}
    confirmed = guests.confirmed_of(guest.values())
    items = []
    for case in cases:
        told, place = [item for tell in TOLD for item in tell(case)], guest.get(case.pk)
        items += guests.of_place(told, place, confirmed) if place else told
    if user is not None and any(item.is_for_signatory for item in items):
        signing = signatories_of({case.organisation_id for case in cases})
        items = [_waiting(item, signing.get(item.organisation, []), user) for item in items]
    return sorted(items, key=lambda item: (item.day, item.title))


def _without_lead(case: Case) -> list[Todo]:
    """The case is never without a contact: whoever is left chooses one. Told where the query of cases has asked."""
    if not getattr(case, "story_unled", False) or is_over(case):
        return []
    text = "Välj någon, så att ärendet har en kontakt. Finns ingen kvar hos er, ring oss."
    return [Todo(None, f"Ingen leder {case.title} längre", text, "Välj någon", "people", str(case.pk))]


def _waiting(item: Todo, signatories: list[User], user: User) -> Todo:
    if not item.is_for_signatory or user in signatories:
        return item
    names = " eller ".join(person.name for person in signatories) or "att någon blir utsedd att skriva under"
    verb = "Läs ansökan" if item.place == "sign" else "Läs beslutet"
    return replace(item, verb=verb, text=f"Väntar på {names}. {item.text}")


def ahead(cases: list[Case], *, most: int = 8) -> list[Ahead]:
    """The next dates, nearest first, also those that are not for now."""
    found = [
        Ahead(item.due_on, f"{item.what}, {case.title}")
        for case in cases
        for item in owed(case)
        if item.due_on >= clock.today()
    ]
    found += [
        Ahead(item.day, f"Ansökan, {case.title}")
        for case in cases
        for item in _drafts(case)
        if item.due is not None and item.day >= clock.today()
    ]
    found += [
        Ahead(
            clock.local(row.starts_at).date(),
            f"{DialogueKind(row.kind).label} kl.{NBSP}{dates.clock_time(row.starts_at)}, {case.title}",
        )
        for case in cases
        for row in to_come(case)
    ]
    return sorted(found, key=lambda item: (item.day, item.text))[:most]


def _debts(case: Case) -> list[Todo]:
    return [*_warning(case), *(_debt(case, item) for item in owed(case) if item.is_in_hand)]


def _warning(case: Case) -> list[Todo]:
    due, project = answer_due(case), part(case, "project")
    if due is None or project is None:
        return []
    text = "Vi överväger att avsluta projektet i förtid. Läs varför och svara."
    return [Todo(due, f"Svara om {case.title}", text, "Läs och svara", "early_close", str(project.pk))]


def _debt(case: Case, item: Owed) -> Todo:
    if item.kind == ObligationKind.ACCEPTANCE:
        return _acceptance(case, item)
    if item.kind == ObligationKind.SIGNATURE:
        text = "En av er har skrivit under. Ansökan skickas in när en till har gjort det."
        title, row = f"Skriv under ansökan {case.title}", _application(case)
        return Todo(
            item.due_on,
            title,
            text,
            "Läs och skriv under",
            "sign",
            row,
            is_for_signatory=True,
            organisation=case.organisation_id,
        )
    if item.kind == ObligationKind.COMPLETION:
        text = "Vi behöver mer för att kunna gå vidare med ansökan."
        return Todo(
            item.due_on, f"Komplettera ansökan {case.title}", text, "Komplettera", "completion", _application(case)
        )
    if item.kind == ObligationKind.HEARING:
        text = "Läs vad vårt förslag till beslut kommer att vila på. Ni får lämna synpunkter innan vi går vidare."
        return Todo(item.due_on, f"Svara på underlaget om {case.title}", text, "Läs och svara", "hearing", str(case.pk))
    return _periodic(case, item)


def _phases(case: Case) -> list[Todo]:
    """What comes first of that which is planned in a project's start or at its end; the rest stands on its page."""
    project = part(case, "project")
    if project is None or project.state in (ProjectState.GRANTED, ProjectState.SETTLED):
        return []
    near = [row for row in phase_left(case) if (row.planned_on - clock.today()).days <= PHASE_DAYS]
    if not near:
        return []
    first, others = near[0], len(near) - 1
    what = "uppstarten" if first.phase == PhaseKind.START_UP else "avslutet"
    more = f" och {counted(others, 'en sak', 'saker')} till" if others else ""
    text = f"Hör till {what}{more}. Planera om eller markera som klart i listan."
    return [Todo(first.planned_on, first.text, text, "Till listan", "phase", str(project.pk), case.title)]


def _periodic(case: Case, item: Owed) -> Todo:
    """A report or a claim of a period."""
    period = _period(item)
    verb = "Komplettera" if item.is_returned else "Fortsätt skriva" if item.state == "draft" else "Börja skriva"
    is_final = item.kind in (ObligationKind.FINAL_REPORT, ObligationKind.FINAL_CLAIM)
    if item.kind in REPORTS:
        what = "slutrapporten" if is_final else "lägesrapporten"
        text = "Vi har bett om mer." if item.is_returned else ""
        return Todo(item.due_on, f"Lämna {what} för {period}", text, verb, "report", item.row, case.title)
    what = "slutrekvisitionen" if is_final else "rekvisitionen"
    if item.waits:
        text = "Den kan lämnas när vi har betalat den förra. Det är vår tur, så ni är inte sena."
        return Todo(None, f"Förbered {what} för {period}", text, verb, "claim", item.row, case.title)
    text = "Vi har bett om mer." if item.is_returned else "Behörig företrädare lämnar den, efter periodens rapport."
    return Todo(item.due_on, f"Lämna {what} för {period}", text, verb, "claim", item.row, case.title)


def _acceptance(case: Case, item: Owed) -> Todo:
    decision, project = outcome(case), part(case, "project")
    row = str(project.pk) if project else ""
    if wants_new_budget(case):
        text = f"Ni har fått {granted(case)}, mindre än ni sökte. Sedan kan behörig företrädare godkänna beslutet."
        return Todo(item.due_on, f"Lämna en ny budget för {case.title}", text, "Gör en ny budget", "accept", row)
    whose = "Pengarna är era" if decision and decision.cap is not None else "Det är ert"
    text = f"Ni har fått {granted(case)}. {whose} när behörig företrädare har godkänt villkoren."
    title = f"Godkänn beslutet om {case.title}"
    return Todo(
        item.due_on,
        title,
        text,
        "Läs och godkänn",
        "accept",
        row,
        is_for_signatory=True,
        organisation=case.organisation_id,
    )


def _drafts(case: Case) -> list[Todo]:
    application: Application | None = part(case, "application")
    if application is not None and application.state == ApplicationState.DRAFT:
        return [_draft(case, application)]
    idea = part(case, "idea")
    if application is None and idea is not None and idea.state == IdeaState.RECOMMENDED:
        text = "Vi tycker att ni ska söka. Det ni skrev i idén följer med."
        return [Todo(None, f"Gör en ansökan av {case.title}", text, "Gör en ansökan", "idea_convert", str(idea.pk))]
    if application is None and idea is not None and idea.state == IdeaState.DRAFT:
        text = "Bara ni ser idén tills ni delar den med oss."
        return [Todo(None, f"Skriv klart idén {case.title}", text, "Fortsätt skriva", "idea", str(idea.pk))]
    return []


def _draft(case: Case, application: Application) -> Todo:
    closes = closes_at(case)
    title = f"{guests.DRAFT}{case.title}"
    row = str(application.pk)
    if closes is None:
        return Todo(None, title, "Utlysningen har ingen sista dag.", "Öppna ansökan", "application", row)
    if clock.now() >= closes:
        text = f"Utlysningen stängde kl.{NBSP}{dates.clock_time(closes)}. Ni kan skicka in, men ansökan räknas som sen."
    else:
        text = f"Utlysningen stänger kl.{NBSP}{dates.clock_time(closes)}."
    return Todo(closes, title, text, "Öppna ansökan", "application", row)


def _messages(case: Case) -> list[Todo]:
    """Something that we have written and nobody there has read; only cases of Mina sidor know."""
    if not getattr(case, "story_unread", False):
        return []
    text = "Vi har skrivit till er. Svara om vi frågar något."
    return [Todo(None, "Läs meddelandet", text, "Läs", "messages", str(case.pk), case.title)]


# What a case has to do, kind by kind. A new kind is a function of a case, a Place, and its address in views/places.py.
TOLD: tuple[Callable[[Case], list[Todo]], ...] = (_debts, _phases, _drafts, _messages, _without_lead)


def _application(case: Case) -> str:
    application = part(case, "application")
    return str(application.pk) if application else ""


def _period(item: Owed) -> str:
    """2025, or hösten 2025, or the days: as people name the period."""
    start, end = item.period_start, item.period_end
    if start is None or end is None:
        return "perioden"
    if start.month > 6 or end.month <= 6:
        return f"{'hösten' if start.month > 6 else 'våren'} {start.year}"
    return str(start.year) if start.year == end.year else dates.period_long(start, end)
