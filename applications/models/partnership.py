"""Who takes part and how in a project: municipalities' roles, steering group, related projects, events, sub-grants."""

from django.db import models
from django.db.models import Q

from portal import clock
from portal.accounts.models import User
from portal.rows import UuidRow, Versioned

from ..enums import MunicipalityRole, PartnershipPart, SteeringSeat
from .application import Application
from .project import Project
from .querysets import CaseRowQuerySet


class ProjectMunicipality(models.Model):
    """A municipality and its role now: pilot, deltar, or följer so as to introduce later (F-09)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="municipalities")
    name = models.CharField("kommun", max_length=60)
    role = models.CharField("roll", max_length=8, choices=MunicipalityRole.choices)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"],
                name="projectmunicipality_stands_once",
                violation_error_message="Kommunen står redan i projektet.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_role_display().lower()}"


class SteeringMember(models.Model):
    """A seat in the steering group. Adjungerade attend and speak but have no vote (F-15)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="steering_group")
    order = models.PositiveSmallIntegerField(default=0)
    seat = models.CharField("plats", max_length=8, choices=SteeringSeat.choices)
    name = models.CharField("namn", max_length=120)
    title = models.CharField("befattning", max_length=120, blank=True)
    organisation = models.CharField("organisation", max_length=160)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(seat=SteeringSeat.CHAIR),
                name="steeringmember_one_chair",
                violation_error_message="Styrgruppen har redan en ordförande.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class RelatedProject(models.Model):
    """Another effort that this one joins or builds on, own or others', also older (N-06)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="related_projects")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField("namn", max_length=160)
    owner = models.CharField("vem som driver det", max_length=160, blank=True)
    years = models.CharField("år", max_length=20, blank=True)
    relation = models.CharField("hur de hänger ihop", max_length=400, blank=True)
    url = models.URLField("webbadress", blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class ProjectEvent(UuidRow, Versioned):
    """A meeting, a workshop or a text to read, with its day and link (N-09)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="events", verbose_name="projekt")
    held_on = models.DateField("dag")
    name = models.CharField("vad", max_length=160)
    url = models.URLField("webbadress", blank=True)
    note = models.CharField("anteckning", max_length=400, blank=True)

    class Meta:
        verbose_name = "händelse i projektet"
        verbose_name_plural = "händelser i projektet"
        ordering = ["held_on", "id"]

    def __str__(self) -> str:
        return self.name


class PartnershipChange(models.Model):
    """Who changed what in a list of those who take part, and when. Append-only by trigger (F-05, F-09)."""

    case = models.ForeignKey("Case", models.PROTECT, related_name="partnership_changes")
    part = models.CharField("vad", max_length=16, choices=PartnershipPart.choices)
    text = models.TextField("ändring")
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["changed_at"], name="partnershipchange_by_day")]

    def __str__(self) -> str:
        return self.text


class SubGrant(UuidRow, Versioned):
    """Money that a project gives on to a pilot from what its budget sets aside for a year, kronor with öre (O-19)."""

    case = models.ForeignKey("Case", models.PROTECT, related_name="sub_grants", verbose_name="ärende")
    project = models.ForeignKey(Project, models.PROTECT, related_name="sub_grants", verbose_name="projekt")
    year = models.PositiveSmallIntegerField("år")
    recipient = models.CharField("mottagare", max_length=160)
    orgnr = models.CharField("organisationsnummer", max_length=11)
    purpose = models.CharField("vad de ska pröva", max_length=400)
    amount = models.DecimalField("belopp", max_digits=14, decimal_places=2)
    granted_on = models.DateField("beviljat")
    outcome = models.TextField("hur det gick", max_length=2000, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False, verbose_name="fört av")
    entered_at = models.DateTimeField("fört", default=clock.now, editable=False)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = "pilotmedel"
        verbose_name_plural = "pilotmedel"
        ordering = ["year", "granted_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="subgrant_amount_is_positive",
                violation_error_message="Beloppet måste vara större än 0.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.recipient}, {self.year}"
