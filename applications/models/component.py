"""Support of several kinds in one decision: places in a training, seats in a network, money (N-02–N-04)."""

from django.db import models
from django.db.models import F, Q

from ..enums import ComponentKind, ComponentOutcome
from .application import Application
from .decision import Decision


def _quantities(model: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(quantity_to=None) | Q(quantity_from__isnull=False, quantity_to__gte=F("quantity_from")),
        name=f"{model}_quantities_are_in_order",
        violation_error_message="Det högre antalet kan inte vara lägre än det lägre.",
    )


class ComponentRequest(models.Model):
    """A kind of support that the applicant asks for; `key` is of the call's components. A number, or from–to."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="component_requests")
    key = models.CharField("stöd", max_length=30)
    quantity_from = models.PositiveIntegerField("antal, minst", null=True, blank=True)
    quantity_to = models.PositiveIntegerField("antal, högst", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "key"],
                name="componentrequest_stands_once",
                violation_error_message="Stödet står redan i ansökan.",
            ),
            _quantities("componentrequest"),
        ]


class DecisionComponent(models.Model):
    """What was decided about one kind of support: outcome, how much, when, and kronor per year where it is money.

    `amount_by_year` is {"2018": "400000.00"}, kronor with öre. The decision's own kind follows from its components.
    """

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="components")
    order = models.PositiveSmallIntegerField(default=0)
    key = models.CharField("stöd", max_length=30)
    kind = models.CharField("slag", max_length=10, choices=ComponentKind.choices)
    label = models.CharField("namn", max_length=160)
    unit = models.CharField("enhet", max_length=40, blank=True)
    outcome = models.CharField("utfall", max_length=10, choices=ComponentOutcome.choices)
    quantity_from = models.PositiveIntegerField("antal, minst", null=True, blank=True)
    quantity_to = models.PositiveIntegerField("antal, högst", null=True, blank=True)
    period_start = models.DateField("från", null=True, blank=True)
    period_end = models.DateField("till", null=True, blank=True)
    period_label = models.CharField(
        "perioden kallas", max_length=60, blank=True, help_text="Till exempel: läsåret 18/19"
    )
    amount_by_year = models.JSONField("belopp per år", default=dict, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "key"],
                name="decisioncomponent_stands_once",
                violation_error_message="Stödet står redan i beslutet.",
            ),
            models.CheckConstraint(
                condition=Q(period_end=None) | Q(period_start__isnull=False, period_end__gte=F("period_start")),
                name="decisioncomponent_period_is_in_order",
                violation_error_message="Perioden kan inte sluta innan den börjar.",
            ),
            _quantities("decisioncomponent"),
        ]

    def __str__(self) -> str:
        return self.label
