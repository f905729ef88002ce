"""How long we may take: due days and the instants before which something is late (domain.md §6.1)."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from applications.enums import OWED_BY_US, ObligationKind
from applications.models import Obligation
from applications.selectors.deadlines import CASE_MONTHS as CASE_MONTHS
from applications.selectors.deadlines import answer_due as answer_due
from applications.selectors.deadlines import day_of as day_of
from portal import clock, dates

ASSIGN_WORKING_DAYS = 3  # D-03
FORMAL_CHECK_WORKING_DAYS = 10  # D-05
WARNING_MONTHS = 4  # D-09, the first warning
MINUTES_DAYS = 14  # D-14, kommunallagen 5:69
ANNOUNCE_DAYS = 2  # D-15, kommunallagen 8:12
DISPATCH_WORKING_DAYS = 2  # D-17
REVIEW_WORKING_DAYS = 20  # D-24, D-25
MESSAGE_WORKING_DAYS = 2


def words(day: date) -> str:
    """14 maj, or 14 maj 2024 when that is another year than this."""
    return dates.short(day) if day.year == clock.today().year else dates.long(day)


def working_days_after(moment: datetime, count: int) -> date:
    """The last of `count` working days that begin the day after the instant's day."""
    return dates.add_working_days(day_of(moment), count)


def late_before(today: date, working_days: int) -> datetime:
    """What began before this instant has had more than so many working days today."""
    return start_of(dates.add_working_days(today, -working_days))


def start_of(day: date) -> datetime:
    """The instant, in UTC, when the Swedish day begins."""
    return dates.start_of_next_local_day(day - timedelta(days=1))


def received_too_long_ago(today: date) -> datetime:
    """What came in before this instant is older than six months."""
    return start_of(dates.add_months(today, -CASE_MONTHS))


def warned_before(today: date) -> datetime:
    """What came in before this instant is so old that the applicant should be told if it takes longer (D-09)."""
    return start_of(dates.add_months(today, -WARNING_MONTHS))


def still_owed() -> QuerySet[Obligation]:
    """What an applicant has not done yet; not a signature, which is about a draft and the applicant's alone."""
    owed = Obligation.objects.filter(fulfilled_at=None, cancelled_at=None)
    return owed.exclude(kind__in=(ObligationKind.SIGNATURE, *OWED_BY_US))
