"""A person's own choices in a queue, kept under a name."""

from django.db import models
from django.db.models import Q

from portal import clock
from portal.accounts.models import User

LONGEST_NAME = 60


class SavedView(models.Model):
    """What was chosen and how it was sorted, as the query of an address. Each person's own; nobody else sees it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views", verbose_name="person")
    queue = models.CharField("kö", max_length=40)
    name = models.CharField("namn", max_length=LONGEST_NAME)
    query = models.CharField("urval", max_length=600)
    saved_at = models.DateTimeField("sparad", default=clock.now)
    is_default = models.BooleanField("kön öppnas med vyn", default=False)

    class Meta:
        verbose_name = "sparad vy"
        verbose_name_plural = "sparade vyer"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "queue", "name"],
                name="savedview_name_is_unique",
                violation_error_message="Du har redan en vy med det namnet i kön. Välj ett annat.",
            ),
            models.UniqueConstraint(
                fields=["user", "queue"],
                condition=Q(is_default=True),
                name="savedview_one_opens_the_queue",
                violation_error_message="Kön öppnas redan med en annan vy.",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(query=""),
                name="savedview_chooses_something",
                violation_error_message="En vy behöver ett namn och ett urval.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
