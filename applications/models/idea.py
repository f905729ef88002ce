"""The idea: a problem, a wished future on three levels, and the officer's advice (G-03, domain.md §3.1)."""

from django.db import models
from django.db.models import Q

from portal import clock
from portal.accounts.models import User
from portal.rows import UuidRow, Versioned

from ..enums import IdeaState
from .case import Case
from .querysets import SharedQuerySet


class Idea(UuidRow, Versioned):
    """Drafted in the applicant's own space; sharing makes it an allmän handling and gives the case its dnr."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="idea", verbose_name="ärende")
    state = models.CharField("läge", max_length=20, choices=IdeaState.choices, default=IdeaState.DRAFT, editable=False)
    title = models.CharField("idéns namn", max_length=120)
    problem = models.TextField("vilket problem vill ni lösa?", max_length=3000, blank=True)
    who_formulated = models.JSONField("vilka som har formulerat problemet", default=list, blank=True)
    who_formulated_note = models.TextField("så har de varit med", max_length=1000, blank=True)
    desired_individual = models.TextField("önskat läge för den enskilde", max_length=1500, blank=True)
    desired_organisation = models.TextField("önskat läge för organisationerna", max_length=1500, blank=True)
    desired_society = models.TextField("önskat läge för samhället", max_length=1500, blank=True)
    test_plan = models.TextField("hur vill ni pröva idén?", max_length=2000, blank=True)
    cost_guess = models.DecimalField("ungefärlig kostnad", max_digits=14, decimal_places=2, null=True, blank=True)
    contact_name = models.CharField("kontaktperson", max_length=120, blank=True)
    contact_email = models.EmailField("kontaktpersonens e-post", blank=True)
    contact_phone = models.CharField("kontaktpersonens telefon", max_length=40, blank=True)
    checklist = models.JSONField("svar i Idékollen", null=True, blank=True)
    shared_at = models.DateTimeField("delad", null=True, blank=True, editable=False)
    shared_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    shared_content = models.JSONField(null=True, editable=False)
    changed_at = models.DateTimeField("ändrad sedan den delades", null=True, blank=True, editable=False)
    advice = models.TextField("vårt råd", blank=True)
    advised_at = models.DateTimeField("råd gavs", null=True, blank=True, editable=False)
    saved_at = models.DateTimeField("sparad", default=clock.now, editable=False)
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = "idé"
        verbose_name_plural = "idéer"
        ordering = ["-saved_at", "id"]
        indexes = [
            models.Index(
                fields=["shared_at", "id"],
                condition=Q(state__in=[IdeaState.SHARED, IdeaState.IN_DIALOGUE]),
                name="idea_waiting",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=IdeaState.values),
                name="idea_state_is_known",
                violation_error_message="Idén har ett okänt läge.",
            ),
            models.CheckConstraint(
                condition=Q(state=IdeaState.DRAFT, shared_at=None)
                | ~Q(state=IdeaState.DRAFT) & Q(shared_at__isnull=False),
                name="idea_is_shared_unless_draft",
                violation_error_message="En idé som vi har fått måste ha en dag då den delades.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[IdeaState.RECOMMENDED, IdeaState.ADVISED_AGAINST]) | ~Q(advice=""),
                name="idea_advice_is_written",
                violation_error_message="Skriv ert råd till den som har idén.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_private(self) -> bool:
        return self.shared_at is None


class IdeaVersion(UuidRow):
    """The idea as it was shared, once for each time. Never changed (trigger); what is written later is not in it."""

    idea = models.ForeignKey(Idea, models.PROTECT, related_name="versions", verbose_name="idé")
    number = models.PositiveSmallIntegerField("version")
    content = models.JSONField("innehåll")
    shared_at = models.DateTimeField("delad")
    shared_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="delad av")

    class Meta:
        verbose_name = "delad version av idé"
        verbose_name_plural = "delade versioner av idéer"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "number"],
                name="ideaversion_number_is_unique",
                violation_error_message="Versionen finns redan.",
            )
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"
