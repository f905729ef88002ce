"""The decision: made, justerat, anslaget, expedierat; frozen when its text is locked (domain.md §7.3)."""

from django.db import models
from django.db.models import F, Q

from portal.accounts.models import Board, User
from portal.rows import UuidRow, Versioned

from ..enums import GRANTS, ConditionKind, DecisionKind, DecisionState, DismissalGround
from .case import Case
from .programme import FundingSource
from .querysets import CaseRowQuerySet


class Decision(UuidRow, Versioned):
    """What was decided, by whom, when. Carries its own date, § and decider; share is a fraction, cap in kronor.

    `frozen` is everything the PDF prints. Nothing printed is read live after that; a correction is a new row that
    points at the old (architecture.md §7).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions", verbose_name="ärende")
    state = models.CharField(
        "läge", max_length=20, choices=DecisionState.choices, default=DecisionState.DRAFT, editable=False
    )
    kind = models.CharField("beslut", max_length=20, choices=DecisionKind.choices)
    board = models.ForeignKey(Board, models.PROTECT, related_name="+", verbose_name="nämnd")
    funding_source = models.ForeignKey(FundingSource, models.PROTECT, related_name="+", verbose_name="pengar")
    is_delegated = models.BooleanField("på delegation", default=False)
    made_on = models.DateField("beslutsdag")
    paragraph = models.CharField("paragraf", max_length=80, help_text="§ 47, eller delegationsbeslutets nummer")
    decided_by = models.CharField("beslutat av", max_length=260)
    presented_by = models.CharField("föredragande", max_length=160, blank=True)
    gives_money = models.BooleanField("ger pengar", default=True)
    share = models.DecimalField("beslutad andel", max_digits=9, decimal_places=6, null=True, blank=True)
    cap = models.DecimalField("högst, kronor", max_digits=14, decimal_places=2, null=True, blank=True)
    advance = models.DecimalField("förskott, kronor", max_digits=14, decimal_places=2, null=True, blank=True)
    period_start = models.DateField("från", null=True, blank=True)
    period_end = models.DateField("till", null=True, blank=True)
    dismissal_ground = models.CharField(
        "varför den avvisas", max_length=20, choices=DismissalGround.choices, blank=True, editable=False
    )
    reasons = models.TextField("skäl", max_length=6000)
    policy_basis = models.TextField("inriktningsbeslut som förslaget bygger på", max_length=6000, blank=True)
    preparation = models.TextField("beredning", max_length=3000, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name="rättar"
    )
    frozen = models.JSONField(null=True, editable=False)
    frozen_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    approved_on = models.DateField("justerat", null=True, blank=True)
    announced_on = models.DateField("anslaget", null=True, blank=True)
    last_day_to_appeal = models.DateField("sista dag att överklaga", null=True, blank=True)
    dispatched_at = models.DateTimeField("expedierat", null=True, blank=True)
    final_on = models.DateField("laga kraft", null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = "beslut"
        verbose_name_plural = "beslut"
        ordering = ["-made_on", "id"]
        indexes = [
            # As the members of the board read them.
            models.Index(fields=["-made_on", "-id"], condition=Q(frozen__isnull=False), name="decision_newest"),
            models.Index(
                fields=["made_on", "id"],
                condition=Q(state__in=[DecisionState.MADE, DecisionState.APPROVED, DecisionState.ANNOUNCED]),
                name="decision_on_its_way",
            ),
            # Sent, and until they are final: those of years ago too, where nobody can appeal.
            models.Index(
                fields=["last_day_to_appeal"], condition=Q(state=DecisionState.DISPATCHED), name="decision_sent"
            ),
            models.Index(
                fields=["made_on"],
                condition=Q(state=DecisionState.DISPATCHED, announced_on=None),
                name="decision_sent_unannounced",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DecisionState.values),
                name="decision_state_is_known",
                violation_error_message="Beslutet har ett okänt läge.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=GRANTS)
                | Q(
                    gives_money=True,
                    share__isnull=False,
                    cap__isnull=False,
                    share__gt=0,
                    share__lte=1,
                    cap__gt=0,
                    period_start__isnull=False,
                    period_end__isnull=False,
                )
                | Q(gives_money=False, share=None, cap=None, period_start__isnull=False, period_end__isnull=False),
                name="decision_approval_has_money_and_period",
                violation_error_message="Ett bifall behöver andel, högsta belopp och period.",
            ),
            models.CheckConstraint(
                condition=Q(period_end=None) | Q(period_end__gte=F("period_start")),
                name="decision_period_is_in_order",
                violation_error_message="Perioden kan inte sluta innan den börjar.",
            ),
            models.CheckConstraint(
                condition=Q(advance=None) | Q(advance__gt=0, cap__isnull=False, advance__lte=F("cap")),
                name="decision_advance_is_part_of_the_money",
                violation_error_message="Förskottet måste vara större än 0 och högst det beviljade beloppet.",
            ),
            models.CheckConstraint(
                condition=Q(kind=DecisionKind.DISMISSED, dismissal_ground__in=DismissalGround.values)
                | ~Q(kind=DecisionKind.DISMISSED) & Q(dismissal_ground=""),
                name="decision_dismissal_has_a_ground",
                violation_error_message="Ett beslut om avvisning behöver en grund, och bara ett sådant har en.",
            ),
            models.CheckConstraint(
                condition=~Q(reasons=""),
                name="decision_has_reasons",
                violation_error_message="Skriv skälen för beslutet.",
            ),
            models.CheckConstraint(
                condition=Q(frozen=None) | ~Q(state=DecisionState.DRAFT),
                name="decision_draft_is_not_frozen",
                violation_error_message="Ett utkast kan inte vara låst.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DecisionState.DISPATCHED, DecisionState.LEGALLY_FINAL])
                | Q(dispatched_at__isnull=False, frozen__isnull=False),
                name="decision_dispatched_is_frozen_and_dated",
                violation_error_message="Ett expedierat beslut måste vara låst och ha en tid.",
            ),
            models.CheckConstraint(
                condition=~Q(state=DecisionState.ANNOUNCED) | Q(announced_on__isnull=False),
                name="decision_announced_is_dated",
                violation_error_message="Skriv vilken dag beslutet anslogs.",
            ),
            models.CheckConstraint(
                condition=~Q(state=DecisionState.LEGALLY_FINAL) | Q(final_on__isnull=False),
                name="decision_final_is_dated",
                violation_error_message="Skriv vilken dag beslutet fick laga kraft.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.paragraph}"

    @property
    def is_private(self) -> bool:
        return False

    @property
    def grants(self) -> bool:
        """Gives something, all or a part of what was asked for."""
        return self.kind in GRANTS


class DecisionAmount(models.Model):
    """How much of the cap falls on a year, in kronor with öre (decision clause 2, domain.md §4.1)."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="amounts")
    year = models.PositiveSmallIntegerField("år")
    amount = models.DecimalField("belopp", max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "year"],
                name="decisionamount_is_one_per_year",
                violation_error_message="Året har redan ett belopp.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="decisionamount_is_not_negative",
                violation_error_message="Ett beviljat belopp kan inte vara negativt.",
            ),
        ]


class Condition(models.Model):
    """A särskilt villkor (domain.md §4.3)."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="conditions")
    text = models.CharField("villkor", max_length=600)
    kind = models.CharField("gäller", max_length=20, choices=ConditionKind.choices, default=ConditionKind.ONGOING)
    due_on = models.DateField("senast", null=True, blank=True)
    fulfilled_at = models.DateTimeField("uppfyllt", null=True, blank=True)
    fulfilled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
