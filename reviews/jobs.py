"""What runs by the clock on this floor: a board's successor takes over on its day, answers to
remisser are asked for, and the figures are counted."""

from celery import shared_task

from .services import counting, succession
from .services import referrals as asking


@shared_task(name="reviews.jobs.successions")
def successions() -> dict[str, int]:
    return {"taken_over": run_successions()}


def run_successions() -> int:
    """Let successors take over what is open. Runs each hour and does only what is left; returns how many cases."""
    return sum(succession.take_over(board) for board in succession.due())


@shared_task(name="reviews.jobs.referrals")
def referrals() -> dict[str, int]:
    """Remind those who have been asked, and tell the officer of answers that have not come. May run each hour."""
    return asking.remind()


@shared_task(name="reviews.jobs.statistics")
def statistics() -> dict[str, int]:
    return {"figures": counting.count()}
