"""The project: what it owes by which day, its reports and claims, and what has been paid (domain.md §7.4–7.6)."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from portal import clock
from portal.accounts.models import User
from portal.rows import UuidRow, Versioned

from ..enums import (
    CLAIM_WAITS,
    ApplicationState,
    ClaimState,
    EarlyCloseReason,
    ObligationKind,
    ProjectState,
    Recommendation,
    ReportState,
)
from .account import PaidTo
from .application import Application
from .case import Case
from .decision import Decision
from .querysets import CaseRowQuerySet, SharedQuerySet
from .version import ApplicationVersion

_STILL_OWED = Q(fulfilled_at=None, cancelled_at=None)


class Project(UuidRow, Versioned, PaidTo):
    """A granted project under the terms of its decision.

    With less money than was asked for it `needs_new_budget`: a version of the application with a budget that fits
    the decision, handed in by the applicant and approved by the officer before anybody accepts (domain.md §9 case 15).
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="project", verbose_name="ärende")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="project", verbose_name="beslut")
    state = models.CharField(
        "läge", max_length=20, choices=ProjectState.choices, default=ProjectState.GRANTED, editable=False
    )
    period_start = models.DateField("börjar")
    period_end = models.DateField("slutar")
    accepted_at = models.DateTimeField("godkänt", null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="godkänt av")
    needs_new_budget = models.BooleanField("behöver en ny budget", default=False, editable=False)
    new_budget = models.OneToOneField(
        ApplicationVersion, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="ny budget"
    )
    new_budget_note = models.TextField("vår återkoppling om budgeten", max_length=2000, blank=True, editable=False)
    new_budget_approved_at = models.DateTimeField("ny budget godkänd", null=True, editable=False)
    new_budget_approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    settled_at = models.DateTimeField("slutreglerat", null=True, blank=True)
    closed_early_on = models.DateField("avslutat i förtid", null=True, blank=True)
    closed_early_reason = models.CharField(
        "varför i förtid", max_length=16, choices=EarlyCloseReason.choices, blank=True
    )
    closed_early_text = models.TextField("text på den öppna sidan", max_length=1500, blank=True)
    closed_early_by = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="closes_project", verbose_name="beslut om avslut"
    )
    steering_is_public = models.BooleanField("styrgruppen visas på den öppna sidan", default=False, editable=False)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = "projekt"
        verbose_name_plural = "projekt"
        ordering = ["-period_start", "id"]
        indexes = [
            models.Index(fields=["state", "period_start", "id"], name="project_by_state"),
            # The public list, read in order from its beginning (selectors/public_projects.py).
            models.Index(fields=["-period_start", "id"], name="project_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ProjectState.values),
                name="project_state_is_known",
                violation_error_message="Projektet har ett okänt läge.",
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")),
                name="project_period_is_in_order",
                violation_error_message="Projektet kan inte sluta innan det börjar.",
            ),
            models.CheckConstraint(
                condition=Q(state=ProjectState.GRANTED, accepted_at=None)
                | ~Q(state=ProjectState.GRANTED) & Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="project_is_accepted_after_granted",
                violation_error_message="Projektet måste ha en tid då villkoren godkändes.",
            ),
            models.CheckConstraint(
                condition=Q(new_budget_approved_at=None)
                | Q(needs_new_budget=True, new_budget__isnull=False, new_budget_approved_by__isnull=False),
                name="project_new_budget_is_handed_in_before_approved",
                violation_error_message="Den nya budgeten måste vara lämnad innan den godkänns.",
            ),
            models.CheckConstraint(
                condition=Q(state=ProjectState.GRANTED)
                | Q(needs_new_budget=False)
                | Q(new_budget_approved_at__isnull=False),
                name="project_partly_granted_has_its_new_budget",
                violation_error_message="Den nya budgeten måste vara godkänd innan beslutet godkänns.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProjectState.SETTLED) | Q(settled_at__isnull=False),
                name="project_settled_is_dated",
                violation_error_message="Ett slutreglerat projekt måste ha en dag.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProjectState.CLOSED_EARLY)
                | Q(closed_early_on__isnull=False, closed_early_by__isnull=False)
                & ~Q(closed_early_reason="")
                & ~Q(closed_early_text=""),
                name="project_closed_early_says_why",
                violation_error_message="Ett projekt som avslutas i förtid måste ha dag, beslut, skäl och text.",
            ),
        ]

    def __str__(self) -> str:
        return self.case.title

    @property
    def is_private(self) -> bool:
        return False


def writing_new_budget(application: Application) -> Project | None:
    """The granted project whose new budget the applicant now writes in the application's own budget; else None.

    From the decision's dispatch until the budget is handed in, and again when it has been sent back.
    """
    if application.state != ApplicationState.DECIDED:
        return None
    project: Project | None = getattr(application.case, "project", None)
    if project is None or project.state != ProjectState.GRANTED:
        return None
    return project if project.needs_new_budget and project.new_budget_id is None else None


def budget_years(application: Application) -> list[int]:
    """The calendar years of the application's budget: those of its period, and where a new budget was wanted also those
    of the decided period, which may be longer (domain.md §9 case 15). Asks nothing before the decision."""
    years = application.years
    if not years or application.state not in (ApplicationState.DECIDED, ApplicationState.CLOSED):
        return years
    project: Project | None = getattr(application.case, "project", None)
    if project is None or not project.needs_new_budget:
        return years
    return sorted({*years, *range(project.period_start.year, project.period_end.year + 1)})


class Obligation(UuidRow):
    """Something that is owed by a local date. Moving the date makes a new due version (domain.md §6.3)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="obligations", verbose_name="ärende")
    kind = models.CharField("vad", max_length=20, choices=ObligationKind.choices)
    number = models.PositiveSmallIntegerField("nummer", default=1)
    period_start = models.DateField("från", null=True, blank=True)
    period_end = models.DateField("till", null=True, blank=True)
    due_on = models.DateField("senast")
    due_version = models.PositiveSmallIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    fulfilled_at = models.DateTimeField("uppfylld", null=True, blank=True)
    cancelled_at = models.DateTimeField("struken", null=True, blank=True)

    class Meta:
        verbose_name = "åtagande"
        verbose_name_plural = "åtaganden"
        ordering = ["due_on", "kind", "id"]
        indexes = [
            models.Index(fields=["due_on"], condition=_STILL_OWED, name="obligation_open_by_due"),
            models.Index(fields=["case", "due_on"], condition=_STILL_OWED, name="obligation_open_by_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "number"],
                name="obligation_is_one_per_kind_and_number",
                violation_error_message="Åtagandet finns redan.",
            ),
            models.CheckConstraint(
                condition=Q(period_end=None) | Q(period_end__gte=F("period_start")),
                name="obligation_period_is_in_order",
                violation_error_message="Perioden kan inte sluta innan den börjar.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} senast {self.due_on}"

    @property
    def is_open(self) -> bool:
        return self.fulfilled_at is None and self.cancelled_at is None

    def days_left(self, today: date) -> int:
        """Calendar days until the due day; negative when it has passed."""
        return (self.due_on - today).days


class PeriodRow(UuidRow, Versioned):
    """What a report and a claim share: number, period, whether it is the last."""

    number = models.PositiveSmallIntegerField("nummer", editable=False)
    period_start = models.DateField("från", editable=False)
    period_end = models.DateField("till", editable=False)
    is_final = models.BooleanField("den sista", default=False, editable=False)
    shared_at = models.DateTimeField("inlämnad", null=True, blank=True, editable=False)
    saved_at = models.DateTimeField("sparad", null=True, blank=True, editable=False)
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    objects = SharedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_private(self) -> bool:
        return self.shared_at is None


class Report(PeriodRow):
    """A lägesrapport, or the slutrapport when it is the last (domain.md §3.4, §3.7)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="reports", verbose_name="ärende")
    project = models.ForeignKey(Project, models.PROTECT, related_name="reports", verbose_name="projekt")
    obligation = models.OneToOneField(Obligation, models.PROTECT, related_name="report", verbose_name="åtagande")
    state = models.CharField(
        "läge", max_length=20, choices=ReportState.choices, default=ReportState.PLANNED, editable=False
    )
    summary = models.TextField("sammanfattning av perioden", max_length=1500, blank=True)
    activities = models.TextField("vad ni har gjort", max_length=4000, blank=True)
    goals = models.TextField("så nära målen är ni", max_length=4000, blank=True)
    lessons = models.TextField("lärdomar", max_length=3000, blank=True)
    signs_of_change = models.TextField("tecken på förändring", max_length=3000, blank=True)
    longevity = models.TextField("långsiktighet och spridning", max_length=2000, blank=True)
    long_term_follow_up = models.TextField("uppföljning på lång sikt", max_length=2000, blank=True)
    reached = models.PositiveIntegerField("barn och unga som nåtts", null=True, blank=True)
    reached_girls = models.PositiveIntegerField("varav flickor", null=True, blank=True)
    reached_boys = models.PositiveIntegerField("varav pojkar", null=True, blank=True)
    deviations = models.TextField("avvikelser från planen", max_length=2000, blank=True)
    next_steps = models.TextField("det här gör ni härnäst", max_length=2000, blank=True)
    recommendation = models.CharField("er rekommendation", max_length=12, choices=Recommendation.choices, blank=True)
    recommendation_note = models.TextField("vem tar vid, när och med vilka pengar", max_length=2000, blank=True)
    review_note = models.TextField("vår återkoppling", max_length=2000, blank=True)

    class Meta:
        verbose_name = "rapport"
        verbose_name_plural = "rapporter"
        ordering = ["project", "number"]
        indexes = [
            models.Index(fields=["shared_at", "id"], condition=Q(state=ReportState.SUBMITTED), name="report_sent")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values),
                name="report_state_is_known",
                violation_error_message="Rapporten har ett okänt läge.",
            ),
            models.UniqueConstraint(
                fields=["project", "number"],
                name="report_is_one_per_period",
                violation_error_message="Perioden har redan en rapport.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReportState.SUBMITTED, ReportState.COMPLETION, ReportState.APPROVED])
                | Q(shared_at__isnull=False),
                name="report_submitted_is_dated",
                violation_error_message="En inlämnad rapport måste ha en tid.",
            ),
        ]

    def __str__(self) -> str:
        return f"{'Slutrapport' if self.is_final else 'Lägesrapport'} {self.number}"


class Claim(PeriodRow):
    """A rekvisition, or the slutrekvisition when it is the last (domain.md §3.5).

    An advance (förskott) is the claim with number 0: nobody owes it by a date, it has no lines, and what it pays is
    settled against the claims after it (domain.md §2.8).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="claims", verbose_name="ärende")
    project = models.ForeignKey(Project, models.PROTECT, related_name="claims", verbose_name="projekt")
    obligation = models.OneToOneField(
        Obligation, models.PROTECT, null=True, related_name="claim", verbose_name="åtagande"
    )
    is_advance = models.BooleanField("förskott", default=False, editable=False)
    state = models.CharField(
        "läge", max_length=20, choices=ClaimState.choices, default=ClaimState.PLANNED, editable=False
    )
    ledger_total = models.DecimalField(
        "summa enligt huvudboken", max_digits=14, decimal_places=2, null=True, blank=True
    )
    ledger_note = models.TextField("förklaring till skillnad", max_length=1000, blank=True)
    certified = models.BooleanField("intygat", default=False)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    content_reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    money_approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    review_note = models.TextField("vår återkoppling", max_length=2000, blank=True)

    class Meta:
        verbose_name = "rekvisition"
        verbose_name_plural = "rekvisitioner"
        ordering = ["project", "number"]
        indexes = [models.Index(fields=["shared_at", "id"], condition=Q(state__in=CLAIM_WAITS), name="claim_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ClaimState.values),
                name="claim_state_is_known",
                violation_error_message="Rekvisitionen har ett okänt läge.",
            ),
            models.UniqueConstraint(
                fields=["project", "number"],
                name="claim_is_one_per_period",
                violation_error_message="Perioden har redan en rekvisition.",
            ),
            models.CheckConstraint(
                condition=Q(is_advance=True, number=0, obligation=None)
                | Q(is_advance=False, number__gte=1, obligation__isnull=False),
                name="claim_is_owed_unless_advance",
                violation_error_message="En rekvisition hör till ett åtagande; ett förskott gör det inte.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ClaimState.PLANNED, ClaimState.OPEN, ClaimState.DRAFT, ClaimState.CANCELLED])
                | Q(shared_at__isnull=False, submitted_by__isnull=False),
                name="claim_submitted_is_signed",
                violation_error_message="En inlämnad rekvisition måste ha en tid och en person som skrev under.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ClaimState.APPROVED, ClaimState.PARTIALLY_APPROVED])
                | Q(content_reviewed_by__isnull=False, money_approved_by__isnull=False)
                & ~Q(content_reviewed_by=F("money_approved_by")),
                name="claim_is_approved_by_two",
                violation_error_message="Innehåll och pengar måste granskas av två olika personer.",
            ),
        ]

    def __str__(self) -> str:
        if self.is_advance:
            return "Förskott"
        return f"{'Slutrekvisition' if self.is_final else 'Rekvisition'} {self.number}"


class Payout(UuidRow, PaidTo):
    """What is paid for a claim, in whole kronor; released by someone else than those who approved."""

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="payout", verbose_name="rekvisition")
    case = models.ForeignKey(Case, models.PROTECT, related_name="payouts", verbose_name="ärende")
    amount = models.DecimalField("belopp", max_digits=14, decimal_places=2)
    approved_cumulative = models.DecimalField("godkända kostnader hittills", max_digits=14, decimal_places=2)
    explanation = models.JSONField("så räknade vi")
    payment_ref = models.CharField("mottagarens referens", max_length=35, blank=True)
    reference = models.CharField("referens", max_length=40)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="attesterat av")
    released_at = models.DateTimeField("attesterat", null=True, blank=True)
    paid_on = models.DateField("utbetalt", null=True, blank=True)

    class Meta:
        verbose_name = "utbetalning"
        verbose_name_plural = "utbetalningar"
        ordering = ["claim__number", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="payout_is_not_negative",
                violation_error_message="En utbetalning kan inte vara negativ.",
            ),
            models.CheckConstraint(
                condition=Q(paid_on=None) | Q(released_at__isnull=False),
                name="payout_is_released_before_paid",
                violation_error_message="Utbetalningen måste attesteras innan den betalas.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
