"""A party's own part: what it costs them, what they put in, and that their leader stands behind it (F-06)."""

from django.db import models
from django.db.models import Q

from portal import clock, dates
from portal.accounts.models import User

from .party import Party


class PartyCost(models.Model):
    """What the party's own share of the project costs: one cell per category and year, kronor with öre."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="costs")
    category = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "category", "year"],
                name="partycost_is_one_per_cell",
                violation_error_message="Kostnadsslaget har redan ett belopp för året.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="partycost_is_positive",
                violation_error_message="En parts kostnad är mer än noll kronor.",
            ),
        ]


class PartyFunding(models.Model):
    """What the party puts in itself a year, in cash or in work and things."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="funding")
    year = models.PositiveSmallIntegerField()
    in_kind = models.BooleanField("i arbete eller saker", default=False)
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "year", "in_kind"],
                name="partyfunding_is_one_per_cell",
                violation_error_message="Parten har redan ett belopp av det slaget för året.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="partyfunding_is_positive",
                violation_error_message="Det en part bidrar med är mer än noll kronor.",
            ),
        ]


class PartyConfirmation(models.Model):
    """The letter of intent given here: the words, by whom and when, and the hash of the part that they are about.

    It stands until the part or the period is changed; then it is cancelled, and can be given anew.
    """

    party = models.ForeignKey(Party, models.CASCADE, related_name="confirmations")
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="bekräftad av")
    name = models.CharField("namn", max_length=120)
    title = models.CharField("titel", max_length=120)
    text = models.TextField("vad som bekräftades")
    content_sha256 = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField("bekräftad", default=clock.now)
    cancelled_at = models.DateTimeField("gäller inte sedan", null=True, blank=True)

    class Meta:
        ordering = ["confirmed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(cancelled_at=None),
                name="partyconfirmation_one_stands",
                violation_error_message="Parten har redan bekräftat sin del.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.title}"

    @property
    def when(self) -> str:
        """12 november 2026."""
        return dates.long(clock.local(self.confirmed_at).date())
