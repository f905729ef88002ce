"""Earmarked money (öronmärkta medel) and its ledger: earmarked → reserved → bound → paid → returned (F-02–F-04)."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.db import models
from django.db.models import Q, Sum

from portal import clock
from portal.accounts.models import Board, User
from portal.rows import UuidRow, Versioned

from ..budget import ledger
from ..enums import FundEntryKind
from .programme import Programme, Track


class Fund(UuidRow, Versioned):
    """A board's decision to set money aside for a purpose. Never a grant: nothing is paid from it without one."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="funds", verbose_name="nämnd")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="funds", verbose_name="satsning")
    track = models.ForeignKey(Track, models.PROTECT, null=True, blank=True, related_name="funds", verbose_name="spår")
    name = models.CharField("namn", max_length=160)
    purpose = models.TextField("ändamål", max_length=1000)
    decided_on = models.DateField("beslutsdag")
    paragraph = models.CharField("paragraf", max_length=80)
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name="upplagt av"
    )

    class Meta:
        verbose_name = "öronmärkta pengar"
        verbose_name_plural = "öronmärkta pengar"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def effects_of(self, case_id: UUID, amounts: Mapping[int, Decimal]) -> list[ledger.Effect]:
        """What amounts per year for a case do to the room; what the case has reserved counts as room of its own."""
        own = ledger.held(self.entries.filter(case=case_id).sheet())
        return ledger.effects(self.entries.sheet(), amounts, own)


class FundEntryQuerySet(models.QuerySet["FundEntry"]):
    def sheet(self) -> ledger.Sheet:
        """These lines summed per year, in one query."""
        sums = self.order_by().values_list("kind", "year").annotate(total=Sum("amount"))
        return ledger.sheet(ledger.Entry(*row) for row in sums)


class FundEntry(UuidRow):
    """One line of the ledger, in kronor with öre, for one calendar year. Never changed; a mistake is a new line.

    `amount` is positive; what it does to the room follows from its kind. The database refuses a line that would make
    the room of its year negative (domain.md §9 case 18).
    """

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="entries", verbose_name="öronmärkta pengar")
    kind = models.CharField("händelse", max_length=10, choices=FundEntryKind.choices)
    year = models.PositiveSmallIntegerField("år")
    amount = models.DecimalField("belopp", max_digits=14, decimal_places=2)
    case = models.ForeignKey(
        "Case", models.PROTECT, null=True, blank=True, related_name="fund_entries", verbose_name="ärende"
    )
    decision = models.ForeignKey(
        "Decision", models.PROTECT, null=True, blank=True, related_name="fund_entries", verbose_name="beslut"
    )
    payout = models.ForeignKey(
        "Payout", models.PROTECT, null=True, blank=True, related_name="fund_entries", verbose_name="utbetalning"
    )
    note = models.CharField("anteckning", max_length=240, blank=True)
    entered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="fört av"
    )
    entered_at = models.DateTimeField("fört", default=clock.now)

    objects = FundEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "händelse på öronmärkta pengar"
        verbose_name_plural = "händelser på öronmärkta pengar"
        ordering = ["entered_at", "id"]
        indexes = [models.Index(fields=["fund", "year"], name="fundentry_by_year")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="fundentry_amount_is_positive",
                violation_error_message="Beloppet måste vara större än 0.",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[FundEntryKind.EARMARKED, FundEntryKind.CORRECTED], case=None, decision=None, payout=None
                )
                | Q(kind__in=[FundEntryKind.RESERVED, FundEntryKind.RELEASED], case__isnull=False, payout=None)
                | Q(
                    kind__in=[FundEntryKind.BOUND, FundEntryKind.RETURNED],
                    case__isnull=False,
                    decision__isnull=False,
                    payout=None,
                )
                | Q(kind=FundEntryKind.PAID, case__isnull=False, decision__isnull=False, payout__isnull=False),
                name="fundentry_is_paid_by_decision_only",
                violation_error_message="Pengarna kan bara bindas och betalas ut med stöd av ett beslut i ärendet.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=FundEntryKind.CORRECTED) | ~Q(note=""),
                name="fundentry_correction_says_why",
                violation_error_message="Skriv varför öronmärkningen rättas.",
            ),
            models.UniqueConstraint(
                fields=["payout", "year"],
                condition=Q(payout__isnull=False),
                name="fundentry_payout_stands_once",
                violation_error_message="Utbetalningen är redan förd för det året.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}: {self.amount}"
