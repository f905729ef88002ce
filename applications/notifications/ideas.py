"""What is told about an idea (B-02)."""

from portal.accounts.models import User

from ..enums import IdeaState
from ..models import Idea, Notice
from ..selectors import people
from . import telling


def _owners(idea: Idea) -> list[User]:
    return people.once([idea.shared_by] if idea.shared_by else [], people.leads(idea.case))


def idea_shared(idea: Idea) -> list[Notice]:
    """To the idea's owners: it has come in and has a diary number."""
    return telling.tell(
        "idea_shared",
        event=f"idea:{idea.pk}:shared",
        case=idea.case,
        recipients=_owners(idea),
        idea=idea,
        contact=idea.case.officer or idea.case.programme.contact,
        link=telling.page_of(idea.case),
    )


def advice_given(idea: Idea) -> list[Notice]:
    """To the idea's owners: there is advice to read."""
    return telling.tell(
        "advice_given",
        event=f"idea:{idea.pk}:advice",
        case=idea.case,
        recipients=_owners(idea),
        idea=idea,
        is_recommended=idea.state == IdeaState.RECOMMENDED,
        link=telling.page_of(idea.case),
    )
