"""What is told when a case takes longer than the applicant could expect (B-07)."""

from ..models import DelayNotice, Notice
from ..selectors import people
from . import telling


def told(notice: DelayNotice) -> list[Notice]:
    """To everybody who writes at the applicant: why, and when a decision is expected."""
    return telling.tell(
        "case_delayed",
        event=f"delay:{notice.pk}:told",
        case=notice.case,
        recipients=people.writers(notice.case),
        notice=notice,
        link=telling.page_of(notice.case),
    )
