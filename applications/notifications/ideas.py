"""What is told about an idea (B-02)."""

from portal.accounts.models import User

from ..enums import IdeaState
from ..models import Idea, IdeaVersion, Notice
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


def shared_again(version: IdeaVersion) -> list[Notice]:
    """To whoever talks with them about the idea: it has been changed and shared anew."""
    return telling.tell(
        "idea_shared_again",
        event=f"ideaversion:{version.pk}",
        case=version.idea.case,
        recipients=people.officers(version.idea.case),
        idea=version.idea,
        link=telling.desk(),
    )


def idea_closed(idea: Idea) -> list[Notice]:
    """To whoever talked with them about the idea: they go no further with it."""
    return telling.tell(
        "idea_closed",
        event=f"idea:{idea.pk}:closed",
        case=idea.case,
        recipients=people.officers(idea.case),
        idea=idea,
        link=telling.desk(),
    )
