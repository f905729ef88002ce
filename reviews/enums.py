"""States and kinds of the authority's own work."""

from django.db import models

from applications.models.criteria import Criterion as Criterion


class MemoState(models.TextChoices):
    DRAFT = "draft", "Utkast"
    SUBMITTED = "submitted", "Hos chefen"
    APPROVED = "approved", "Godkänt"


class MeetingState(models.TextChoices):
    PLANNED = "planned", "Planerat"
    HELD = "held", "Hållet"


class Measure(models.TextChoices):
    """What a figure of the statistics counts. Kronor are those applied for, and those decided at most."""

    RECEIVED = "received", "Inkomna"
    DECIDED = "decided", "Beslutade"
    GRANTED = "granted", "Beviljade"


class Dimension(models.TextChoices):
    """What the figures are parted by. Municipalities overlap: an application may work in several."""

    ALL = "all", "Alla"
    AREA = "area", "Utvecklingsområde"
    MUNICIPALITY = "municipality", "Kommun"
    ORGANISATION = "organisation", "Typ av organisation"
    OUTCOME = "outcome", "Beslut"
    TIME = "time", "Handläggningstid"
