"""What must be in place before a project ends early: written in full, the applicant heard, nothing handed in undone."""

from datetime import date
from typing import Any

from portal import clock, dates

from ...enums import ClaimState, DecisionState, ProjectState, ReportState
from ...models import Claim, EarlyClose, Project, Report
from ..registry import Missing, gate

RUNNING = (ProjectState.START_UP, ProjectState.IMPLEMENTATION, ProjectState.CLOSING)
SENT = (DecisionState.DISPATCHED, DecisionState.LEGALLY_FINAL)
# Not handed in yet: what a changed end may still move or take away.
NOT_HANDED_IN = (ReportState.PLANNED, ReportState.OPEN, ReportState.DRAFT, ReportState.CANCELLED)
CLAIM_NOT_HANDED_IN = (ClaimState.PLANNED, ClaimState.OPEN, ClaimState.DRAFT, ClaimState.CANCELLED)
PLACE = "avslut"


def first_possible_last_day(project: Project) -> date:
    """The earliest local day on which the project can end: not inside a period that has been handed in."""
    handed_in = [
        *project.reports.exclude(state__in=NOT_HANDED_IN).values_list("period_end", flat=True),
        *project.claims.filter(is_advance=False)
        .exclude(state__in=CLAIM_NOT_HANDED_IN)
        .values_list("period_end", flat=True),
    ]
    return max([project.period_start, *handed_in])


@gate("project_can_close_early", holds="Projektet pågår")
def project_can_close_early(closing: EarlyClose, by: Any) -> list[Missing]:
    if closing.project.state in RUNNING:
        return []
    return [Missing("Bara ett projekt som pågår kan avslutas i förtid.")]


@gate("closing_is_written", holds="Förslaget om avslut är skrivet")
def closing_is_written(closing: EarlyClose, by: Any) -> list[Missing]:
    """Reason, grounds, the last day whose costs count, by when the final report is due, and the public text."""
    missing = []
    if not closing.reason:
        missing.append(Missing("Välj varför projektet ska avslutas.", PLACE))
    if not closing.grounds.strip():
        missing.append(Missing("Skriv skälen för att avsluta projektet.", PLACE))
    if not closing.public_text.strip():
        missing.append(Missing("Skriv texten till den öppna sidan.", PLACE))
    if closing.final_due_on is None:
        missing.append(Missing("Skriv när slutrapport och slutrekvisition ska vara inne.", PLACE))
    if closing.last_day is None:
        missing.append(Missing("Skriv vilken dag som är den sista för kostnader.", PLACE))
    else:
        missing += [Missing(text, PLACE) for text in last_day_faults(closing.project, closing.last_day)]
    return missing


def last_day_faults(project: Project, last_day: date) -> list[str]:
    """Sentences for a last day outside the project, or inside a period whose report or claim has come in."""
    first = first_possible_last_day(project)
    if last_day > project.period_end:
        return [f"Projektet slutar ändå {dates.long(project.period_end)}. Välj en tidigare dag."]
    if last_day < first:
        return [f"Sista dagen kan tidigast vara {dates.long(first)}. Perioderna dessförinnan är redan redovisade."]
    return []


@gate("applicant_has_been_heard", holds="Sökanden har fått yttra sig")
def applicant_has_been_heard(closing: EarlyClose, by: Any) -> list[Missing]:
    """A warning and time to answer come first (förvaltningslagen 25 §), unless the applicant asked for it."""
    if closing.is_requested or closing.commented_at is not None:
        return []
    if closing.warned_at is None or closing.comment_due is None:
        return [Missing("Förvarna sökanden först. De ska få svara innan vi föreslår något.")]
    if clock.today() > closing.comment_due:
        return []
    return [Missing(f"Sökanden har till och med {dates.weekday_long(closing.comment_due)} på sig att svara.")]


@gate("applicant_has_asked", holds="Sökanden har själv bett om avslutet")
def applicant_has_asked(closing: EarlyClose, by: Any) -> list[Missing]:
    return [] if closing.is_requested else [Missing("Sökanden har inte bett om det själv. Nämnden måste besluta.")]


@gate("closing_is_decided", holds="Avslutet är beslutat och expedierat")
def closing_is_decided(project: Project, by: Any) -> list[Missing]:
    if project.early_closes.filter(decision__state__in=SENT).exists():
        return []
    return [Missing("Beslutet om avslut är inte expedierat.", "beslut")]


@gate("project_is_closed_early", holds="Projektet är avslutat i förtid")
def project_is_closed_early(row: Report | Claim, by: Any) -> list[Missing]:
    if row.project.state == ProjectState.CLOSED_EARLY:
        return []
    return [Missing("Projektet är inte avslutat i förtid.")]
