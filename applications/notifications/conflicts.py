"""What is told of a question of jäv: to those who rule on it, and to the person it is about (D-04)."""

from ..models import ConflictRuling, Notice
from ..selectors import people
from . import telling


def raised(question: ConflictRuling) -> list[Notice]:
    """To the other heads of unit: somebody may be jävig, and nothing is decided until one of them has ruled."""
    case = question.case
    return telling.tell(
        "conflict_raised",
        event=f"conflict:{question.pk}:raised",
        case=case,
        recipients=[head for head in people.heads(case) if head.pk != question.user_id],
        question=question,
        link=telling.desk(),
    )


def ruled(question: ConflictRuling) -> list[Notice]:
    """To the person, when the ruling lets them back; who is jävig hears nothing more of the case."""
    return telling.tell(
        "conflict_ruled",
        event=f"conflict:{question.pk}:ruled",
        case=question.case,
        recipients=[question.user],
        question=question,
        link=telling.desk(),
    )
