"""How a row of a queue reads: the sentence, the next date and the one thing to do, from the row alone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from applications.enums import GRANTS, ClaimState, IdeaState, ProjectState
from applications.enums import ApplicationState as A
from applications.enums import DecisionState as D
from applications.enums import EarlyCloseState as E
from applications.models import Case, Decision
from applications.selectors import windows
from portal import clock, dates
from portal.look.words import listed
from portal.money import NBSP, kronor

from . import clocks, standing

Annotated = Any  # a row of `waiting`: a model with `since` and, in some queues, `due`, `answered_at` or `sits_on`


@dataclass(frozen=True)
class Step:
    """The one thing to do: a verb, and the page where it is done (the case's own when nothing is named)."""

    verb: str = "Öppna ärendet"
    page: str = ""
    move: str = ""
    obj: Any = None

    @property
    def is_act(self) -> bool:
        """Only the one whose step it is may open the page; the tabs of a case are for all who read it."""
        own = ("case_officer", "case_conflict_rule", "case_check", "case_propose", "case_assess", "case_messages")
        return bool(self.move) or self.page in own


@dataclass(frozen=True)
class Line:
    """One row as it reads. `due` is a local date by which something should happen; `since` gives the age."""

    case: Case
    sentence: str
    since: datetime
    due: date | None = None
    step: Step = Step()
    is_late: bool = False
    is_over: bool = False

    def age(self, today: date) -> int:
        """Whole days since it came here."""
        return max(0, (today - clocks.day_of(self.since)).days)


HEARD = Step("Skriv förslag", "case_propose")


def of_case(row: Annotated) -> Line:
    due = getattr(row, "due", None)
    return Line(row, standing.sentence(row), row.since, due, is_over=standing.is_over(row))


def late(row: Annotated) -> Line:
    """With the queues where it is late, when the page has told them (queues.tell_what_is_late)."""
    where = f" Försenat i {listed(name.lower() for name in row.late_in)}." if getattr(row, "late_in", None) else ""
    return Line(row, f"{standing.sentence(row)}{where}", row.since, is_late=True)


def change(row: Annotated) -> Line:
    """The latest change by name, and how many kinds there are besides it."""
    told = {
        "budget_at": ("Ny budget att läsa.", Step("Läs budgeten", "case_money")),
        "plan_at": ("Ändrad projektplan att läsa.", Step("Läs planen", "case_plan")),
        "ending_at": ("Sökanden vill avsluta i förtid.", Step("Se begäran", "case_project")),
        "parts_at": ("Ändrat bland dem som medverkar.", Step("Se projektet", "case_project")),
    }
    found = [(text, step) for name, (text, step) in told.items() if getattr(row, name) is not None]
    return Line(row, " ".join(text for text, _ in found), row.since, step=found[0][1])


def of_idea(row: Annotated) -> Line:
    who = row.case.organisation.name
    if row.state == IdeaState.SHARED:
        text, step = f"{who} har delat en idé. Läs den och ta upp dialogen.", Step("Läs idén", "case_application")
    else:
        text, step = "Dialogen pågår. Den slutar med ett råd.", Step("Ge råd", "case_application")
    return Line(row.case, text, row.since, step=step)


def _answered(row: Any) -> str:
    return "Sökanden har svarat på kompletteringen. " if row.answered_at else ""


def _late(row: Any) -> str:
    """How late an application came in, with a space before; empty for one in time (domain.md §9 case 3)."""
    late = windows.how_late(row)
    return f" Kom in {late}." if late else ""


def to_assign(row: Annotated) -> Line:
    due = clocks.working_days_after(row.since, clocks.ASSIGN_WORKING_DAYS)
    if row.state == A.REGISTERED:
        text = f"Ska få en handläggare.{_late(row)}"
        return Line(row.case, text, row.since, due, Step("Fördela", move="assign", obj=row))
    return Line(row.case, "Har ingen handläggare.", row.since, due, Step("Välj handläggare", "case_officer"))


def formal_check(row: Annotated) -> Line:
    due = clocks.working_days_after(row.assigned_at, clocks.FORMAL_CHECK_WORKING_DAYS)
    text = f"{_answered(row)}Den formella kontrollen ska göras.{_late(row)}"
    return Line(row.case, text, row.since, due, Step("Kontrollera", "case_check"))


def preparation(row: Annotated) -> Line:
    begun = standing.memo_of(row.case) is not None
    todo = "Förslaget är påbörjat." if begun else "Bedömning och förslag ska skrivas."
    step = Step("Skriv förslag", "case_propose") if begun else Step("Bedöm", "case_assess")
    return Line(row.case, f"{_answered(row)}{todo}", row.since, clocks.answer_due(row.shared_at), step)


def withdrawn(row: Annotated) -> Line:
    step = Step("Avskriv", move="discontinue", obj=row)
    when = f" {clocks.words(clocks.day_of(row.withdrawn_at))}" if row.withdrawn_at else ""
    return Line(row.case, f"{row.case.organisation.name} har återtagit ansökan{when}.", row.since, step=step)


def message(row: Annotated) -> Line:
    text = f"{row.case.organisation.name} har skrivit ett meddelande."
    due = clocks.working_days_after(row.since, clocks.MESSAGE_WORKING_DAYS)
    return Line(row.case, text, row.since, due, Step("Läs", "case_messages"))


def conflict(row: Annotated) -> Line:
    declared = row.asked_by_id == row.user_id
    text = (
        f"{row.user.name} har anmält jäv." if declared else f"{row.asked_by.name} frågar om {row.user.name} är jävig."
    )
    return Line(row.case, text, row.since, step=Step("Avgör", "case_conflict_rule", obj=row))


def hearing(row: Annotated) -> Line:
    if row.due_on < clock.today():
        return Line(row.case, "Sökanden har inte svarat på underlaget.", row.since, row.due_on, HEARD)
    return Line(row.case, "Sökanden har fått ta del av underlaget och kan svara.", row.since, row.due_on)


def request(row: Annotated) -> Line:
    day = clocks.words(clocks.day_of(row.requested_at))
    text = f"{row.case.organisation.name} begärde {day} att ärendet avgörs."
    return Line(row.case, text, row.since, row.due_on, Step("Läs begäran", "case_decision_request"))


def completion(row: Annotated) -> Line:
    return Line(row.case, "Sökanden har fått en begäran om komplettering.", row.since, row.due_on)


def referral(row: Annotated) -> Line:
    whom = listed(dict.fromkeys(row.awaited))
    step = Step("Se remissen", "case_assessment")
    return Line(row.case, f"Väntar på yttrande från {whom}.", row.since, row.due_on, step)


def proposal(row: Annotated) -> Line:
    who = row.proposed_by.name if row.proposed_by else "Handläggaren"
    amount = f" med högst {kronor(row.cap)}{NBSP}kr" if row.kind in GRANTS and row.cap is not None else ""
    text = f"{who} föreslår {row.get_kind_display().lower()}{amount}."
    return Line(row.case, text, row.since, step=Step("Läs förslaget", "case_assessment"))


def before_board(row: Annotated) -> Line:
    if row.state == A.PROPOSED:
        step = Step("Sätt upp", move="put_on_agenda", obj=row)
        return Line(row.case, "Ska upp i nämnden, eller beslutas på delegation.", row.since, step=step)
    step = Step("Registrera beslut", move="register_decision", obj=row)
    on = f" {dates.short(row.sits_on)}" if row.sits_on else ""
    return Line(row.case, f"Står på föredragningslistan{on}.", row.since, row.sits_on, step)


def closed(row: Annotated) -> Line:
    when = f" {dates.long(clocks.day_of(row.ended_at))}" if row.ended_at else ""
    return Line(row.case, f"Ärendet avslutades{when}." if when else "Ärendet är avslutat.", row.since)


def decision(row: Annotated) -> Line:
    name, due, verb, move = _next_of_decision(row)
    return Line(row.case, name, row.since, due, Step(verb, move=move, obj=row))


def _next_of_decision(row: Decision) -> tuple[str, date | None, str, str]:
    what = row.get_kind_display()
    if row.state == D.MADE and row.is_delegated:
        due = dates.add_working_days(row.made_on, clocks.DISPATCH_WORKING_DAYS)
        return f"{what} på delegation. Ska expedieras.", due, "Expediera", "dispatch_delegated"
    if row.state == D.MADE:
        due = row.made_on + timedelta(days=clocks.MINUTES_DAYS)
        return f"{what} {row.paragraph}. Protokollet ska justeras.", due, "Registrera justering", "approve"
    if row.state == D.APPROVED:
        approved = row.approved_on or row.made_on
        due = approved + timedelta(days=clocks.ANNOUNCE_DAYS)
        return f"{what} {row.paragraph}. Justeringen ska anslås.", due, "Registrera anslag", "announce"
    if row.state == D.ANNOUNCED:
        approved = row.approved_on or row.made_on
        due = dates.add_working_days(approved, clocks.DISPATCH_WORKING_DAYS)
        return f"{what} {row.paragraph}. Ska expedieras.", due, "Expediera", "dispatch"
    if row.is_delegated and row.announced_on is None:
        return f"{what} på delegation, anmält. Protokollet ska anslås.", None, "Registrera anslag", "announce_delegated"
    return f"{what} {row.paragraph}. Tiden att överklaga är slut.", None, "Registrera laga kraft", "mark_final"


def delegated(row: Annotated) -> Line:
    what = row.decision.get_kind_display()
    text = f"{row}: {what.lower()}, {dates.short(row.decision.made_on)}. Ska anmälas till nämnden."
    return Line(row.decision.case, text, row.since, step=Step("Se beslutet", "case_documents"))


def project(row: Annotated) -> Line:
    if row.state == ProjectState.GRANTED and row.new_budget_id is not None and row.new_budget_approved_at is None:
        step = Step("Läs budgeten", move="approve_new_budget", obj=row)
        return Line(row.case, standing.project_sentence(row), row.since, row.due, step)
    return Line(row.case, standing.project_sentence(row), row.since, row.due, Step("Öppna projektet", "case_project"))


def closing(row: Annotated) -> Line:
    if row.state == ProjectState.CLOSING:
        text, step = f"Projektet slutar {dates.long(row.period_end)}.", Step("Öppna projektet", "case_project")
    elif row.state == ProjectState.CLOSED_EARLY:
        text, step = "Avslutat i förtid. Det sista ska redovisas.", Step("Öppna projektet", "case_project")
    elif row.state == ProjectState.FINAL_REPORTED:
        text, step = "Slutrapporterat. Ska slutregleras.", Step("Slutreglera", move="settle", obj=row)
    else:
        text, step = "Slutreglerat. Ärendet kan avslutas.", Step("Avsluta ärendet")
    return Line(row.case, text, row.since, row.period_end, step)


def early_close(row: Annotated) -> Line:
    asked = " Sökanden har själv bett om det." if row.is_requested else ""
    answer = f"Sökanden kan svara till och med {dates.long(row.comment_due)}." if row.comment_due else ""
    if row.commented_at is not None:
        answer = "Sökanden har svarat på förvarningen."
    text, verb, move = {
        E.DRAFT: (f"Ett förslag om avslut i förtid är påbörjat.{asked}", "Skriv förslaget", ""),
        E.WARNED: (f"Sökanden är förvarnad. {answer}", "Skriv förslaget", ""),
        E.SUBMITTED: ("Förslaget väntar på chefen.", "Läs förslaget", ""),
        E.APPROVED: (f"Förslaget är godkänt och ska beslutas.{asked}", "Sätt upp", "put_on_agenda"),
        E.ON_AGENDA: ("Står på föredragningslistan.", "Registrera beslut", "register_decision"),
    }[E(row.state)]
    due = row.sits_on if row.state == E.ON_AGENDA else row.comment_due if row.state == E.WARNED else None
    return Line(row.case, text, row.since, due, Step(verb, "case_project", move, row if move else None))


def report(row: Annotated) -> Line:
    due = clocks.working_days_after(row.since, clocks.REVIEW_WORKING_DAYS)
    text = f"{row} för {dates.period_long(row.period_start, row.period_end)} är inlämnad."
    return Line(row.case, text, row.since, due, Step("Läs rapporten", "case_project"))


CLAIM_STEPS = {
    ClaimState.SUBMITTED: ("Innehållet ska granskas.", "Granska innehåll", "review_content"),
    ClaimState.UNDER_REVIEW: ("Beloppen ska granskas.", "Granska belopp", "approve"),
    ClaimState.APPROVED: ("Godkänd. Utbetalningen ska attesteras.", "Attestera", "release"),
    ClaimState.PARTIALLY_APPROVED: ("Delvis godkänd. Utbetalningen ska attesteras.", "Attestera", "release"),
    ClaimState.PAYMENT_DECIDED: ("Attesterad. Utbetalningen ska registreras.", "Registrera", "confirm"),
}


def claim(row: Annotated) -> Line:
    due = clocks.working_days_after(row.since, clocks.REVIEW_WORKING_DAYS)
    text, verb, move = CLAIM_STEPS[ClaimState(row.state)]
    payout = getattr(row, "payout", None)
    amount = f" {kronor(payout.amount)}{NBSP}kr." if payout is not None else ""
    return Line(row.case, f"{row}. {text}{amount}", row.since, due, Step(verb, move=move, obj=row))
