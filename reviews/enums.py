"""States and kinds of the authority's own work."""

from django.db import models


class MemoState(models.TextChoices):
    DRAFT = "draft", "Utkast"
    SUBMITTED = "submitted", "Hos chefen"
    APPROVED = "approved", "Godkänt"


class Criterion(models.TextChoices):
    """The four criteria of regional development projects (G-24)."""

    RELEVANCE = "relevance", "Relevans"
    POTENTIAL = "potential", "Potential"
    FEASIBILITY = "feasibility", "Genomförbarhet"
    ACTORS = "actors", "Aktörskonstellation"


class MeetingState(models.TextChoices):
    PLANNED = "planned", "Planerat"
    HELD = "held", "Hållet"
