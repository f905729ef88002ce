"""What is drafted by the applicant: staff see it only when it has been shared (architecture.md §8)."""

from typing import Self

from django.db import models
from django.db.models import Q

from portal.accounts.models import User

from .case import Case
from .sides import applicants_side


class SharedQuerySet(models.QuerySet[models.Model]):
    """For rows with `case` and `shared_at`."""

    def of_applicant(self, user: User) -> Self:
        """The applicant's half of `visible_to`."""
        return self.filter(applicants_side(user))

    def visible_to(self, user: User) -> Self:
        own = applicants_side(user)
        desk = Q(shared_at__isnull=False, case__in=Case.objects.at_desk(user).values("pk"))
        return self.filter(own | desk)


class CaseRowQuerySet(models.QuerySet[models.Model]):
    """For rows with `case` that are never drafts of the applicant's."""

    def of_applicant(self, user: User) -> Self:
        """The applicant's half of `visible_to`."""
        return self.filter(applicants_side(user))

    def visible_to(self, user: User) -> Self:
        return self.filter(case__in=Case.objects.visible_to(user).values("pk"))
