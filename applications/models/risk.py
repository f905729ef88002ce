"""What may go wrong in a project, how likely and how bad it is, and what is done about it (domain.md §3.2 step 3)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from .application import Application

LOWEST, HIGHEST = 1, 5
# From this product on a risk is high, and from the lower one it is medium.
MEDIUM, HIGH = 6, 12


class Risk(models.Model):
    """Likelihood and impact run from 1 to 5; their product says how much the risk weighs."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="risks")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.CharField("risk", max_length=300)
    likelihood = models.PositiveSmallIntegerField(
        "sannolikhet", null=True, blank=True, validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )
    impact = models.PositiveSmallIntegerField(
        "konsekvens", null=True, blank=True, validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )
    action = models.TextField("åtgärd", max_length=600, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(likelihood=None) | Q(likelihood__range=(LOWEST, HIGHEST)))
                & (Q(impact=None) | Q(impact__range=(LOWEST, HIGHEST))),
                name="risk_is_between_one_and_five",
                violation_error_message="Sannolikhet och konsekvens är tal från 1 till 5.",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def value(self) -> int | None:
        """The product, from 1 to 25; None while one of the two is not known."""
        return None if self.likelihood is None or self.impact is None else self.likelihood * self.impact

    @property
    def weight(self) -> str:
        """hög, medel or låg; nothing while the value is not known."""
        return weight_of(self.value)


def weight_of(value: int | None) -> str:
    """How a product of likelihood and impact is told in a word."""
    if value is None:
        return ""
    return "hög" if value >= HIGH else "medel" if value >= MEDIUM else "låg"
