"""The messages of a case, and which of them wait to be read."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from portal.accounts.models import User

from ..models import Case, CaseMessage, Withdrawal


def of_case(case: Case) -> list[CaseMessage]:
    """All, the latest first, with their files: two queries."""
    rows = case.messages.select_related("author", "read_by").prefetch_related("files__file")
    return list(rows.order_by("-number"))


def unread_by(case: Case, *, applicant: bool) -> int:
    """How many of the other side's messages nobody on this side has read."""
    return case.messages.filter(from_applicant=not applicant, read_at=None).count()


def has_unread(*, applicant: bool) -> Exists:
    """For a query of cases: something that the other side has written waits to be read."""
    return Exists(CaseMessage.objects.filter(case=OuterRef("pk"), from_applicant=not applicant, read_at=None))


def letter_of(case: Case) -> Withdrawal | None:
    """The withdrawal of the case, where it came as a letter or an e-mail."""
    return (
        Withdrawal.objects.filter(case=case, file__isnull=False, done_at__isnull=False).select_related("file").first()
    )


def may_write(case: Case, by: User) -> bool:
    """From the day something has come in in the case."""
    return case.shared_at is not None and by.has_perm("applications.message_authority", case)
