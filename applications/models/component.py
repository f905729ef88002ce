"""Support of several kinds in one decision: places in a training, seats in a network, money (N-02–N-04)."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import models
from django.db.models import F, Q

from ..budget.calculation import calculate
from ..budget.lines import ZERO
from ..budget.periods import Period, within
from ..budget.support import Support, Wanted, amounts_from_json, amounts_to_json, period_of
from ..enums import ComponentKind, ComponentOutcome
from .application import Application
from .budget_rows import budget_input
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

    @property
    def support(self) -> Support:
        """The row as the pure functions of `budget` read it."""
        return Support(
            key=self.key,
            label=self.label,
            kind=self.kind,
            outcome=self.outcome,
            unit=self.unit,
            quantity_from=self.quantity_from,
            quantity_to=self.quantity_to,
            period_start=self.period_start,
            period_end=self.period_end,
            period_label=self.period_label,
            amounts=amounts_from_json(self.amount_by_year),
        )

    @classmethod
    def of(cls, decision: Decision, order: int, row: Support) -> "DecisionComponent":
        """An unsaved row; of a refused kind of support only that it was refused."""
        kept = row if row.gives else Support(row.key, row.label, row.kind, row.outcome, row.unit)
        return cls(
            decision=decision,
            order=order,
            key=kept.key,
            kind=kept.kind,
            label=kept.label,
            unit=kept.unit,
            outcome=kept.outcome,
            quantity_from=kept.quantity_from,
            quantity_to=kept.quantity_to,
            period_start=kept.period_start,
            period_end=kept.period_end,
            period_label=kept.period_label,
            amount_by_year=amounts_to_json(kept.amounts),
        )


def requested(application: Application) -> list[Wanted]:
    """What is asked for, in the order of the call, without the sum of the money. One query, or none when prefetched
    or when the call is about money alone: then it is an empty list."""
    offered = application.call_version.components
    if not offered:
        return []
    asked = {row.key: row for row in application.component_requests.all()}
    return [
        Wanted(
            key=row["key"],
            label=row["label"],
            kind=row["kind"],
            unit=row.get("unit", ""),
            quantity_from=asked[row["key"]].quantity_from,
            quantity_to=asked[row["key"]].quantity_to,
        )
        for row in offered
        if row["key"] in asked
    ]


def asks_for_money(application: Application) -> bool:
    """Money is among the kinds of support that are asked for; while none is chosen, that the call may give it."""
    chosen = requested(application)
    return any(row.is_money for row in chosen) if chosen else application.call_version.may_give_money


def wanted(application: Application) -> list[Wanted]:
    """As `requested`, the money with the sum that the budget applies for, in kronor with öre."""
    rows = requested(application)
    applied = calculate(budget_input(application)).applied.total if any(row.is_money for row in rows) else ZERO
    return [replace(row, applied=applied) if row.is_money else row for row in rows]


def claim_periods(decision: Decision, spans: Sequence[Period]) -> Sequence[Period]:
    """The reporting periods in which there is money to claim: none without money; with kinds of support those that the
    money's own time touches, and otherwise all of them."""
    if not decision.gives_money:
        return ()
    money = period_of(row for row in supports(decision) if row.is_money)
    return within(spans, *money) if money else spans


def supports(decision: Decision) -> list[Support]:
    """What was decided about each kind of support, in order; empty for a decision about money alone."""
    return [row.support for row in decision.components.all()]
