"""Who has signed a draft, who is awaited, and what was signed of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from portal import clock
from portal.accounts.enums import MembershipRole
from portal.accounts.models import User

from ..enums import SignaturePurpose
from ..lifecycle.gates.signing import needed
from ..models import Application, ApplicationVersion, CompletionRequest, Notice, Signature
from . import people

ASKED = "signature_asked"


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody was asked to sign, at an instant."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature on a draft, with the hash of the content that it is about."""

    signer: User
    signed_at: datetime
    content_sha256: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the signing of a draft stands. `awaited` are those who may sign and have not."""

    needed: int
    given: tuple[Signed, ...]
    awaited: tuple[User, ...]

    @property
    def is_shared(self) -> bool:
        """Several sign together."""
        return self.needed > 1

    @property
    def signatories(self) -> list[User]:
        """All who may sign, by name."""
        return sorted([*(row.signer for row in self.given), *self.awaited], key=lambda one: (one.name, str(one.pk)))

    @property
    def left(self) -> int:
        return max(0, self.needed - len(self.given))

    @property
    def too_few(self) -> bool:
        """Fewer may sign for the organisation than must."""
        return self.is_shared and len(self.given) + len(self.awaited) < self.needed

    def of(self, person: User) -> Signed | None:
        """The person's own signature."""
        return next((row for row in self.given if row.signer.pk == person.pk), None)


def standing(application: Application) -> Standing:
    """Those who may sign for the applicant, and which of them have. One query."""
    wanted = needed(application)
    found = people.of_organisation(application.case.organisation, MembershipRole.SIGNATORY)
    if wanted == 1:  # the first signature sends it in, so no draft has one
        return Standing(wanted, (), tuple(found))
    own = Signature.objects.filter(
        purpose=SignaturePurpose.APPLICATION, object_id=application.pk, signer=OuterRef("pk"), cancelled_at=None
    ).order_by("-signed_at")
    rows = found.annotate(
        signed_at=Subquery(own.values("signed_at")[:1]), signed_sha256=Subquery(own.values("content_sha256")[:1])
    )
    given, awaited = [], []
    for person in rows:
        at, sha256 = getattr(person, "signed_at"), getattr(person, "signed_sha256")  # noqa: B009 -- annotated
        if at is None:
            awaited.append(person)
        else:
            given.append(Signed(person, at, sha256))
    return Standing(wanted, tuple(sorted(given, key=lambda row: row.signed_at)), tuple(awaited))


def signers(application: Application) -> list[Any]:
    """The ids of those whose signatures stand on the draft."""
    rows = Signature.objects.filter(purpose=SignaturePurpose.APPLICATION, object_id=application.pk, cancelled_at=None)
    return list(rows.values_list("signer", flat=True))


def names_on_draft(application: Application) -> list[str]:
    """Whose signatures fall when the draft is changed. A query only where several sign together."""
    if needed(application) < 2 or not application.is_private:
        return []
    return [row.signer.name for row in of_object(application.pk)]


def asked(application: Application) -> list[Asked]:
    """Who was asked to sign and when, the latest first."""
    rows = Notice.objects.filter(case=application.case_id, kind=ASKED).select_related("recipient")
    return [Asked(row.recipient.name, row.created_at) for row in rows.order_by("-created_at", "pk")]


def is_asked_today(rows: Sequence[Asked]) -> bool:
    return any(clock.local(row.at).date() == clock.today() for row in rows)


def of_version(version: ApplicationVersion) -> list[Signature]:
    """Those on what was sent as a version: on the application, or on a completion where money or parties changed."""
    if version.number == 1:
        return of_object(version.application_id)
    asked = CompletionRequest.objects.filter(
        case=version.application.case_id, answered_at=version.received_at, answered_by__isnull=False
    )
    rows = Signature.objects.filter(
        purpose=SignaturePurpose.COMPLETION, object_id__in=asked.values("pk"), cancelled_at=None
    )
    return list(rows.select_related("signer").order_by("signed_at", "id"))


def of_object(object_id: UUID, purpose: SignaturePurpose = SignaturePurpose.APPLICATION) -> list[Signature]:
    """The signatures that stand on an application, a decision or a claim, oldest first; one query."""
    rows = Signature.objects.filter(purpose=purpose, object_id=object_id, cancelled_at=None)
    return list(rows.select_related("signer").order_by("signed_at", "id"))
