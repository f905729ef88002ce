"""How long a case may take, counted from the day it came in: one count, for the desk's clock and the applicant's page.

They stand in the act and not in a call's rules: nobody who keeps a programme can give the applicant less.
"""

from datetime import date, datetime, timedelta

from portal import clock, dates

CASE_MONTHS = 6  # D-09, förvaltningslagen 12 §
REQUEST_WEEKS = 4  # D-10, förvaltningslagen 12 §


def day_of(moment: datetime) -> date:
    """The Swedish day of an instant."""
    return clock.local(moment).date()


def answer_due(received: datetime) -> date:
    """Six months from the day it came in (förvaltningslagen 12 §)."""
    return dates.add_months(day_of(received), CASE_MONTHS)


def request_opens(received: datetime) -> date:
    """The first day to ask that the case is decided: the six months have passed without a decision."""
    return answer_due(received) + timedelta(days=1)


def request_due(requested: datetime) -> date:
    """Four weeks from the day the request came in; also on a day off, since the act says weeks and nothing more."""
    return day_of(requested) + timedelta(weeks=REQUEST_WEEKS)
