"""The proposal (förslag till beslut) that goes to the head of unit and on to the board, and notes in the file."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from applications.budget import ledger
from applications.budget.calculation import calculate
from applications.budget.spreading import spread
from applications.budget.support import Support, money_of
from applications.enums import GRANTS, ApplicationState, DecisionKind
from applications.models import Case, PolicyDecision
from applications.models.budget_rows import budget_input
from portal import clock
from portal.accounts.models import User
from portal.rows import UuidRow, Versioned

from ..enums import MemoState


class Memo(UuidRow, Versioned):
    """What the officer proposes: outcome, share (a fraction), cap in kronor, reasons, conditions one per line.

    In a call with kinds of support `components` holds one row for each that is asked for (`Support.to_json`), and the
    outcome and the cap follow from them. Without money `gives_money` is false, and share and cap are empty.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="memo", verbose_name="ärende")
    state = models.CharField("läge", max_length=20, choices=MemoState.choices, default=MemoState.DRAFT, editable=False)
    kind = models.CharField("förslag", max_length=20, choices=DecisionKind.choices, default=DecisionKind.APPROVAL)
    gives_money = models.BooleanField("ger pengar", default=True)
    components = models.JSONField("delar av förslaget", default=list, blank=True)
    share = models.DecimalField("andel", max_digits=9, decimal_places=6, null=True, blank=True)
    cap = models.DecimalField("högst, kronor", max_digits=14, decimal_places=2, null=True, blank=True)
    advance = models.DecimalField("förskott, kronor", max_digits=14, decimal_places=2, null=True, blank=True)
    policies = models.ManyToManyField(PolicyDecision, blank=True, related_name="+", verbose_name="inriktningsbeslut")
    forum_on = models.DateField("behandlat i projektforum", null=True, blank=True)
    forum_note = models.TextField("vad projektforum sade", max_length=2000, blank=True)
    reasons = models.TextField("skäl", max_length=6000, blank=True)
    conditions = models.TextField("särskilda villkor", max_length=4000, blank=True, help_text="Ett villkor per rad.")
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="föreslaget av")
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="godkänt av")
    saved_at = models.DateTimeField("sparat", default=clock.now)

    class Meta:
        verbose_name = "förslag till beslut"
        verbose_name_plural = "förslag till beslut"
        ordering = ["-saved_at", "id"]
        indexes = [
            models.Index(fields=["saved_at", "id"], condition=Q(state=MemoState.SUBMITTED), name="memo_submitted")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MemoState.values),
                name="memo_state_is_known",
                violation_error_message="Förslaget har ett okänt läge.",
            ),
            models.CheckConstraint(
                condition=Q(state=MemoState.DRAFT) | Q(proposed_by__isnull=False) & ~Q(reasons=""),
                name="memo_submitted_has_author_and_reasons",
                violation_error_message="Ett förslag behöver skäl och någon som föreslår.",
            ),
            models.CheckConstraint(
                condition=Q(state=MemoState.DRAFT)
                | ~Q(kind__in=GRANTS)
                | Q(gives_money=False, share=None, cap=None)
                | Q(share__isnull=False, share__gt=0, share__lte=1, cap__isnull=False, cap__gt=0),
                name="memo_approval_has_money",
                violation_error_message="Ett förslag till bifall behöver andel och högsta belopp.",
            ),
        ]

    def __str__(self) -> str:
        return f"Förslag: {self.get_kind_display().lower()}"

    @property
    def supports(self) -> list[Support]:
        """What is proposed about each kind of support, in the order of the call; empty where money is all there is."""
        return [Support.from_json(row) for row in self.components]

    def amounts_by_year(self) -> dict[int, Decimal]:
        """What the proposal gives per calendar year, kronor with öre, which sum to its cap; nothing without money.

        Also nothing while the applicant completes the application: what is written then is not ours to read.
        """
        application = self.case.application
        if self.kind not in GRANTS or not self.cap or application.state == ApplicationState.COMPLETION:
            return {}
        if self.components:
            return money_of(self.supports)
        return ledger.to_cap(spread(self.cap, calculate(budget_input(application)).applied.by_year), self.cap)


class FileNote(UuidRow):
    """A tjänsteanteckning: written once, never changed; a correction is a new note (förvaltningslagen 27 §)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="file_notes", verbose_name="ärende")
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="skriven av")
    text = models.TextField("anteckning", max_length=4000)
    written_at = models.DateTimeField("skriven", default=clock.now)

    class Meta:
        verbose_name = "tjänsteanteckning"
        verbose_name_plural = "tjänsteanteckningar"
        ordering = ["-written_at", "id"]

    def __str__(self) -> str:
        return self.text[:60]
