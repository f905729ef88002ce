"""That a message has come, to the other side; never what it says (domain.md §4.5)."""

from ..models import CaseMessage, Notice
from ..selectors import people
from . import telling


def sent(message: CaseMessage) -> list[Notice]:
    """To everybody who writes at the applicant, or to whoever handles the case."""
    case = message.case
    if message.from_applicant:
        kind, recipients, link = "message_to_read", people.officers(case), telling.desk()
    else:
        kind, recipients, link = "message_received", people.writers(case), telling.page_of(case)
    return telling.tell(
        kind, event=f"message:{message.pk}", case=case, recipients=recipients, author=message.author, link=link
    )
