"""Abstract mixins for rows: the id that addresses show, and the version that a saved form checks."""

import uuid

from django.db import models


class UuidRow(models.Model):
    """A row with a page, an admin page or a file. Its id is the only id it has and says nothing about order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row that a form saves. The form carries the version it was read at; a save at another version is refused."""

    version = models.PositiveIntegerField("version", default=1, editable=False)

    class Meta:
        abstract = True
