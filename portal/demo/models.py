"""The demo's clock: how far its time is ahead of the real one."""

from datetime import timedelta

from django.db import models


class DemoClock(models.Model):
    """One row. `ahead` is added to the real time in every process of the demo."""

    ahead = models.DurationField(default=timedelta)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ahead__gte=timedelta(0)),
                name="democlock_never_goes_back",
                violation_error_message="Tiden kan bara gå framåt.",
            ),
            models.CheckConstraint(
                condition=models.Q(pk=1),
                name="democlock_is_one_row",
                violation_error_message="Demon har en klocka.",
            ),
        ]
