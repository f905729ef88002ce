"""Have those who are needed put their names to the application?"""

from typing import Any

from portal.look.words import counted

from ...enums import SignaturePurpose
from ...models import Application, Signature
from ..registry import Missing, gate


def needed(application: Application) -> int:
    """How many who may bind the organisation sign together (domain.md §2.7, "två i förening")."""
    return 2 if application.call_version.two_signatures else 1


def given(application: Application) -> list[Signature]:
    """The signatures that stand, oldest first, by those who may still bind the organisation; one per person."""
    rows = Signature.objects.filter(
        purpose=SignaturePurpose.APPLICATION, object_id=application.pk, cancelled_at=None
    ).select_related("signer")
    once = {row.signer_id: row for row in rows if row.signer.has_perm("applications.submit_application", application)}
    return sorted(once.values(), key=lambda row: row.signed_at)


@gate("those_needed_have_signed", holds="Behöriga företrädare har skrivit under")
def those_needed_have_signed(application: Application, by: Any) -> list[Missing]:
    """That they signed what now stands the service sees to: it cancels those whose content has changed."""
    left = needed(application) - len(given(application))
    if left <= 0:
        return []
    who = counted(left, "en behörig företrädare", "behöriga företrädare").capitalize()
    return [Missing(f"{who} ska skriva under.", "skriv-under")]


@gate("has_signed", holds="Du har skrivit under")
def has_signed(application: Application, by: Any) -> list[Missing]:
    if any(row.signer_id == getattr(by, "pk", None) for row in given(application)):
        return []
    return [Missing("Du har ingen underskrift att ta tillbaka.")]
