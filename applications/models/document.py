"""Documents that the portal makes. A row without a file is owed; the sweep renders it (architecture.md §7)."""

from django.db import models
from django.db.models import Q

from portal import clock
from portal.accounts.models import Board
from portal.files.models import StoredFile
from portal.rows import UuidRow, Versioned

from ..enums import DocumentKind, RetentionAction
from .board_memo import BoardMemo
from .case import Case
from .decision import Decision
from .decision_request import DecisionRequest
from .querysets import CaseRowQuerySet
from .version import ApplicationVersion
from .withdrawal import Withdrawal

SOURCES = ("decision", "application_version", "withdrawal", "board_memo", "decision_request")


def _made_of(kind: DocumentKind, source: str) -> Q:
    """A document of the kind has its own source and no other."""
    return Q(kind=kind, **{f"{name}__isnull": name != source for name in SOURCES})


class Document(UuidRow):
    """A handling in the case, numbered in order. Rendered once from a frozen source, then served as stored."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents", verbose_name="ärende")
    number = models.PositiveSmallIntegerField("nummer i ärendet")
    kind = models.CharField("slag", max_length=20, choices=DocumentKind.choices)
    title = models.CharField("rubrik", max_length=200)
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="document", verbose_name="beslut"
    )
    application_version = models.OneToOneField(
        ApplicationVersion, models.PROTECT, null=True, blank=True, related_name="document", verbose_name="version"
    )
    withdrawal = models.OneToOneField(
        Withdrawal, models.PROTECT, null=True, blank=True, related_name="document", verbose_name="återtagande"
    )
    board_memo = models.OneToOneField(
        BoardMemo, models.PROTECT, null=True, blank=True, related_name="document", verbose_name="tjänsteutlåtande"
    )
    decision_request = models.OneToOneField(
        DecisionRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="document",
        verbose_name="begäran om avgörande",
    )
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, blank=True, related_name="document")
    pages = models.PositiveSmallIntegerField("sidor", null=True, blank=True)
    owed_since = models.DateTimeField("beställd", default=clock.now)
    made_at = models.DateTimeField("framställd", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("försök", default=0)
    last_error = models.TextField("senaste fel", blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = "handling"
        verbose_name_plural = "handlingar"
        ordering = ["case", "number"]
        indexes = [models.Index(fields=["owed_since"], condition=Q(file=None), name="document_owed")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"],
                name="document_number_is_unique_in_case",
                violation_error_message="Ärendet har redan en handling med det numret.",
            ),
            models.CheckConstraint(
                condition=Q(file=None, made_at=None, pages=None)
                | Q(file__isnull=False, made_at__isnull=False, pages__isnull=False),
                name="document_is_made_or_owed",
                violation_error_message="En färdig handling måste ha fil, sidor och tid.",
            ),
            models.CheckConstraint(
                condition=_made_of(DocumentKind.DECISION, "decision")
                | _made_of(DocumentKind.RECEIPT, "application_version")
                | _made_of(DocumentKind.WITHDRAWAL, "withdrawal")
                | _made_of(DocumentKind.MEMO, "board_memo")
                | _made_of(DocumentKind.REFUSAL, "decision_request"),
                name="document_has_the_source_of_its_kind",
                violation_error_message="Handlingen saknar det den ska göras av.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RetentionRule(UuidRow, Versioned):
    """How long a kind of document is kept, and by which decision; without a rule it is kept (domain.md §2.4)."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="retention_rules", verbose_name="nämnd")
    kind = models.CharField("handling", max_length=40, help_text="Till exempel: receipt, decision eller bilagans slag.")
    action = models.CharField(
        "vad som händer", max_length=8, choices=RetentionAction.choices, default=RetentionAction.KEEP
    )
    years = models.PositiveSmallIntegerField("år efter att ärendet avslutades", null=True, blank=True)
    basis = models.CharField("stöd för gallring", max_length=240, blank=True)

    class Meta:
        verbose_name = "regel om bevarande"
        verbose_name_plural = "regler om bevarande"
        ordering = ["board", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "kind"],
                name="retentionrule_is_one_per_kind",
                violation_error_message="Handlingen har redan en regel.",
            ),
            models.CheckConstraint(
                condition=Q(action=RetentionAction.KEEP, years=None)
                | Q(action=RetentionAction.DISPOSE, years__isnull=False) & ~Q(basis=""),
                name="retentionrule_disposal_has_years_and_basis",
                violation_error_message="Gallring behöver antal år och ett beslut att stödja sig på.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_action_display().lower()}"
