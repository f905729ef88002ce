"""Figures of the past, counted at night: a page of statistics reads some hundred rows, however many the cases are."""

from django.db import models
from django.db.models import Q

from applications.models import Programme
from portal.accounts.models import Board

from ..enums import Dimension, Measure


class StatisticsCell(models.Model):
    """How many applications of a board's programme, in a month, in a group; `amount` in kronor, or days for times.

    For girls, boys and others it is how many children. `month` is the first day of the Swedish month when the
    applications came in or were decided, or when the period that a report tells of ended. All rows of a board
    are counted anew each night (services/counting.py) and say when.
    """

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    month = models.DateField()
    measure = models.CharField(max_length=16, choices=Measure.choices)
    dimension = models.CharField(max_length=12, choices=Dimension.choices)
    key = models.CharField(max_length=160, blank=True)
    count = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "programme", "month", "measure", "dimension", "key"],
                name="statisticscell_is_counted_once",
                violation_error_message="Gruppen är redan räknad för månaden.",
            ),
            models.CheckConstraint(
                condition=Q(count__gt=0),
                name="statisticscell_counts_something",
                violation_error_message="En grupp utan ansökningar räknas inte.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.measure} {self.dimension} {self.key}: {self.count}"
