"""Other public money: the sum of small aid, and a cost that is paid twice (domain.md §3.2 steps 5 and 6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from portal import clock, dates

from ..budget.calculation import calculate
from ..budget.minimis import Standing, euro, standing
from ..enums import RuleLevel, YesNo
from ..models import Application
from ..models.beside import projects_beside
from ..models.budget_rows import budget_input
from .finding import Finding


def is_aid(application: Application) -> bool:
    """A business has an advantage of the project, so what it is given counts as aid."""
    return YesNo.YES in (application.economic_activity, application.company_benefit)


def minimis(application: Application) -> Standing | None:
    """Where the applicant would stand with what is applied for; None where no business has an advantage.

    Counted on the day when the application came in, for a draft today: the day of a grant is not known.
    """
    if not is_aid(application):
        return None
    rows = application.minimis_aids.all() if application.minimis_received == YesNo.YES else ()
    rules = application.call_version
    return standing(
        [row.aid for row in rows if row.aid is not None],
        applied=calculate(budget_input(application)).applied.total,
        rate=rules.euro_rate,
        limit=rules.minimis_limit,
        on=sent_on(application),
    )


def sent_on(application: Application) -> date:
    """The day when it came in; today while it is a draft."""
    return clock.local(application.shared_at).date() if application.shared_at else clock.today()


def small_aid(application: Application) -> Iterator[Finding]:
    found = minimis(application)
    if found is not None and found.is_over:
        text = (
            f"Med det här stödet blir summan {euro(found.total)} under tre år. Gränsen är {euro(found.limit)}. "
            "Sök mindre, eller rätta tabellen om något stöd är äldre eller inte är försumbart stöd."
        )
        yield Finding("minimis", RuleLevel.ERROR, text, "statsstod")


def other_projects(application: Application) -> Iterator[Finding]:
    """The organisation's own projects here at the same time: the same cost is easily counted twice."""
    for name, start, end in projects_beside(application):
        text = (
            f"Ni har redan projektet {name} hos oss, {dates.period_long(start, end)}, under samma tid. Se till att "
            "samma kostnad inte finns i båda."
        )
        yield Finding("projects_beside", RuleLevel.WARNING, text, "annat_stod")
