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
    """What a figure of the statistics counts. Kronor are those applied for, and those decided at most.

    Children are counted where an application or a report says how many are girls and boys.
    """

    RECEIVED = "received", "Inkomna"
    DECIDED = "decided", "Beslutade"
    GRANTED = "granted", "Beviljade"
    EXPECTED = "expected", "Beviljade ansökningar som anger kön"
    EXPECTED_GIRLS = "expected_girls", "Flickor som ska nås"
    EXPECTED_BOYS = "expected_boys", "Pojkar som ska nås"
    EXPECTED_OTHERS = "expected_others", "Andra som ska nås"
    REACHED = "reached", "Godkända rapporter som anger kön"
    REACHED_GIRLS = "reached_girls", "Flickor som har nåtts"
    REACHED_BOYS = "reached_boys", "Pojkar som har nåtts"
    REACHED_OTHERS = "reached_others", "Andra som har nåtts"


class Dimension(models.TextChoices):
    """What the figures are parted by. Municipalities overlap: an application may work in several."""

    ALL = "all", "Alla"
    AREA = "area", "Utvecklingsområde"
    MUNICIPALITY = "municipality", "Kommun"
    ORGANISATION = "organisation", "Typ av organisation"
    OUTCOME = "outcome", "Beslut"
    TIME = "time", "Handläggningstid"
