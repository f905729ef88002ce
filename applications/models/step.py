"""Leave for another organisation to go on from a project in the next step of its track (domain.md §9 case 17)."""

from django.db import models

from portal import clock
from portal.accounts.models import Organisation, User
from portal.rows import UuidRow

from .case import Case
from .querysets import CaseRowQuerySet


class StepLink(UuidRow):
    """The chain follows the project: when its owner changes, the officer lets the new one go on, with a reason."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="step_links", verbose_name="ärende")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="step_links", verbose_name="den som fortsätter"
    )
    reason = models.CharField("skäl", max_length=400)
    linked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="beslutat av")
    linked_at = models.DateTimeField("beslutat", default=clock.now)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = "den som fortsätter ett projekt"
        verbose_name_plural = "de som fortsätter ett projekt"
        ordering = ["linked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation"],
                name="steplink_stands_once",
                violation_error_message="Organisationen får redan fortsätta projektet.",
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)
