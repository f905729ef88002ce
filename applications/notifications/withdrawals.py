"""What is told when an application is taken back, to both sides (B-10)."""

from ..models import Application, Notice, Signature, Withdrawal
from ..selectors import people
from . import telling


def awaited(signature: Signature, application: Application) -> list[Notice]:
    """To the others who may sign: one wants to take the application back, and one more signature is needed."""
    return telling.tell(
        "withdrawal_awaited",
        event=f"signature:{signature.pk}:withdrawal",
        case=application.case,
        recipients=[one for one in people.signatories(application.case) if one.pk != signature.signer_id],
        application=application,
        signer=signature.signer,
        link=telling.address("applications:withdraw", application.pk),
    )


def withdrawn(row: Withdrawal, application: Application) -> list[Notice]:
    """To everybody who writes at the applicant (B-10), and to the officer who now ends the case."""
    case = application.case
    told = telling.tell(
        "withdrawn",
        event=f"withdrawal:{row.pk}",
        case=case,
        recipients=people.writers(case),
        application=application,
        withdrawal=row,
        link=telling.page_of(case),
    )
    return told + telling.tell(
        "withdrawn_to_officer",
        event=f"withdrawal:{row.pk}:to_officer",
        case=case,
        recipients=people.officers(case),
        application=application,
        withdrawal=row,
        link=telling.desk(),
    )
