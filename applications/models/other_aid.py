"""Other public money: aid of small amount to a business, and support for the same project (domain.md §3.2, 5 and 6)."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from ..budget.minimis import Aid, in_euro
from .application import Application


class AidCurrency(models.TextChoices):
    EUR = "eur", "Euro"
    SEK = "sek", "Kronor"


class AidStatus(models.TextChoices):
    APPLIED = "applied", "Sökt"
    GRANTED = "granted", "Beviljat"


class MinimisRule(models.TextChoices):
    """The regulations on aid of small amount (försumbart stöd)."""

    GENERAL = "general", "Allmänna, (EU) 2023/2831"
    SERVICES = "services", "Tjänster av allmänt ekonomiskt intresse, (EU) 2023/2832"
    FARMING = "farming", "Jordbruk, (EU) nr 1408/2013"
    FISHERY = "fishery", "Fiske och vattenbruk, (EU) nr 717/2014"


class MinimisAid(models.Model):
    """Försumbart stöd that the applicant, or a company of the same group, has been granted.

    `rate` is kronor per euro on the day of the grant, and is there when the amount is in kronor.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="minimis_aids")
    order = models.PositiveSmallIntegerField(default=0)
    granted_on = models.DateField("beviljat", null=True, blank=True)
    giver = models.CharField("vem som gav stödet", max_length=160)
    receiver = models.CharField("vilket företag som fick det", max_length=160, blank=True)
    amount = models.DecimalField("belopp", max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField("valuta", max_length=3, choices=AidCurrency.choices, default=AidCurrency.EUR)
    rate = models.DecimalField("kronor per euro", max_digits=9, decimal_places=4, null=True, blank=True)
    rule = models.CharField("förordning", max_length=12, choices=MinimisRule.choices, default=MinimisRule.GENERAL)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0),
                name="minimisaid_amount_is_positive",
                violation_error_message="Skriv ett belopp som är mer än 0.",
            ),
            models.CheckConstraint(
                condition=Q(rate=None) | Q(rate__gt=0),
                name="minimisaid_rate_is_positive",
                violation_error_message="Växelkursen är kronor per euro och mer än 0.",
            ),
        ]

    def __str__(self) -> str:
        return self.giver

    @property
    def euro(self) -> Decimal | None:
        """The aid in euro with cents; None while amount or rate is not known."""
        if self.amount is None or self.currency == AidCurrency.EUR:
            return self.amount
        return None if self.rate is None else in_euro(self.amount, self.rate)

    @property
    def aid(self) -> Aid | None:
        """As applications/budget/minimis.py counts it; None while day or amount is not known."""
        euro = self.euro
        return None if euro is None or self.granted_on is None else Aid(self.granted_on, euro)


class OtherSupport(models.Model):
    """Public support that is applied for or granted from somebody else: from whom, how much, for which costs, when."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="other_supports")
    order = models.PositiveSmallIntegerField(default=0)
    giver = models.CharField("från vem", max_length=160)
    amount = models.DecimalField("belopp", max_digits=14, decimal_places=2, null=True, blank=True)
    costs = models.CharField("för vilka kostnader", max_length=400, blank=True)
    status = models.CharField("sökt eller beviljat", max_length=8, choices=AidStatus.choices, blank=True)
    starts_on = models.DateField("från", null=True, blank=True)
    ends_on = models.DateField("till", null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0),
                name="othersupport_amount_is_positive",
                violation_error_message="Skriv ett belopp som är mer än 0.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="othersupport_period_is_in_order",
                violation_error_message="Stödet kan inte sluta innan det börjar.",
            ),
        ]

    def __str__(self) -> str:
        return self.giver
