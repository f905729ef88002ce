"""The account that a grant is paid to: its kind, and its number as people write it."""

from collections.abc import Callable

from django.db import models

from portal import identifiers


class AccountKind(models.TextChoices):
    """What kind of account a grant is paid to (domain.md §3.2 step 1)."""

    BANKGIRO = "bankgiro", "Bankgiro"
    PLUSGIRO = "plusgiro", "Plusgiro"
    IBAN = "iban", "Bankkonto (IBAN)"


NAMES = {AccountKind.BANKGIRO: "bankgiro", AccountKind.PLUSGIRO: "plusgiro", AccountKind.IBAN: "bankkonto"}


# How the number of each kind is read.
READ: dict[str, Callable[[str], str]] = {
    AccountKind.BANKGIRO: identifiers.normalise_bankgiro,
    AccountKind.PLUSGIRO: identifiers.normalise_plusgiro,
    AccountKind.IBAN: identifiers.normalise_iban,
}


def account_number(kind: str, typed: str) -> str:
    """The number as printed. Raises ValidationError that says what is wrong with a number of that kind."""
    return READ[kind or AccountKind.BANKGIRO](typed)


def in_words(kind: str, number: str) -> str:
    """bankgiro 5050-1055; empty without a number."""
    return f"{NAMES[AccountKind(kind)]} {number}" if number else ""


class PaidTo(models.Model):
    """`bankgiro` is the number of the account, of the kind beside it; most accounts are a bankgiro."""

    bankgiro = models.CharField("kontots nummer", max_length=34, blank=True)
    account_kind = models.CharField(
        "slag av konto", max_length=8, choices=AccountKind.choices, default=AccountKind.BANKGIRO
    )

    class Meta:
        abstract = True

    @property
    def account(self) -> str:
        """The account in words, as letters and pages tell it."""
        return in_words(self.account_kind, self.bankgiro)
