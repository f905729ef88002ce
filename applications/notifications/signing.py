"""What is told about signatures before an application is sent in."""

from portal import clock
from portal.accounts.models import User

from ..lifecycle.gates.signing import given
from ..models import Application, Notice, Signature
from ..selectors import people
from ..selectors.signing import ASKED
from . import telling


def _to_review(application: Application) -> str:
    return telling.address("applications:review", application.pk)


def _left(application: Application) -> list[User]:
    """Those who may sign and have not."""
    signed = {row.signer_id for row in given(application)}
    return [person for person in people.signatories(application.case) if person.pk not in signed]


def asked(application: Application, *, by: User) -> list[Notice]:
    """To those who may sign: a writer has finished and asks for the signature. Once a day and person."""
    return telling.tell(
        ASKED,
        event=f"application:{application.pk}:asked:{clock.today()}",
        case=application.case,
        recipients=[person for person in _left(application) if person.pk != by.pk],
        application=application,
        asker=by,
        link=_to_review(application),
    )


def awaited(signature: Signature, application: Application) -> list[Notice]:
    """To the others who may sign: one has, and one more is needed."""
    return telling.tell(
        "signature_awaited",
        event=f"signature:{signature.pk}:awaited",
        case=application.case,
        recipients=_left(application),
        application=application,
        signer=signature.signer,
        link=_to_review(application),
    )


def cancelled(signature: Signature, application: Application) -> list[Notice]:
    """To whoever signed: the content has changed, and the signature no longer stands."""
    return telling.tell(
        "signature_cancelled",
        event=f"signature:{signature.pk}:cancelled",
        case=application.case,
        recipients=[signature.signer],
        application=application,
        signature=signature,
        link=_to_review(application),
    )
