"""States and kinds of the authority's own work."""

from django.db import models

from applications.models.criteria import Criterion as Criterion


class MemoState(models.TextChoices):
    DRAFT = "draft", "Utkast"
    SUBMITTED = "submitted", "Hos chefen"
    APPROVED = "approved", "Godkänt"


class StateAid(models.TextChoices):
    """What the support is in the eyes of the rules on state aid (fördraget om EU:s funktionssätt, artikel 107)."""

    NONE = "none", "Inte statsstöd"
    MINIMIS = "minimis", "Försumbart stöd"
    EXEMPTED = "exempted", "Statsstöd som är undantaget från anmälan"
    NOTIFIED = "notified", "Statsstöd som måste anmälas till kommissionen"


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
