"""What is told of kommunicering: the material to the applicant (B-08), and to the officer that an answer has come."""

from ..models import HearingAnswer, Notice, PartyHearing
from ..selectors import people
from . import telling


def sent(hearing: PartyHearing) -> list[Notice]:
    """To everybody who writes at the applicant: what the proposal will rest on can be read and commented on."""
    case = hearing.case
    return telling.tell(
        "hearing_sent",
        event=f"hearing:{hearing.pk}:sent",
        case=case,
        recipients=people.writers(case),
        hearing=hearing,
        link=telling.address("applications:hearing", case.pk),
    )


def answered(answer: HearingAnswer) -> list[Notice]:
    """To the officer: the applicant has answered, perhaps late."""
    case = answer.hearing.case
    return telling.tell(
        "hearing_answered",
        event=f"hearing:{answer.pk}:answered",
        case=case,
        recipients=people.officers(case),
        answer=answer,
        link=telling.desk(),
    )
