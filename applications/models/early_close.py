"""A project that may end before its time: why, the warning and the answer to it, and the proposal (domain.md §7.4)."""

from django.db import models
from django.db.models import Q

from portal import clock
from portal.accounts.models import User
from portal.rows import UuidRow, Versioned

from ..enums import EarlyCloseReason, EarlyCloseState
from .case import Case
from .decision import Decision
from .project import Project
from .querysets import CaseRowQuerySet

_BEFORE_PROPOSAL = [EarlyCloseState.DRAFT, EarlyCloseState.WARNED, EarlyCloseState.DROPPED]


class EarlyClose(UuidRow, Versioned):
    """The road to a decision that a project ends on `last_day`, the last local day whose costs count.

    The applicant may ask for it (`request`), is warned otherwise, and may always answer (förvaltningslagen 25 §).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="early_closes", verbose_name="ärende")
    project = models.ForeignKey(Project, models.PROTECT, related_name="early_closes", verbose_name="projekt")
    state = models.CharField(
        "läge", max_length=20, choices=EarlyCloseState.choices, default=EarlyCloseState.DRAFT, editable=False
    )
    reason = models.CharField("orsak", max_length=16, choices=EarlyCloseReason.choices, blank=True)
    grounds = models.TextField("skäl", max_length=4000, blank=True)
    last_day = models.DateField("sista dag för kostnader", null=True, blank=True)
    final_due_on = models.DateField("slutrapport och slutrekvisition senast", null=True, blank=True)
    public_text = models.TextField("text på den öppna sidan", max_length=1500, blank=True)
    request = models.TextField("sökandens egen begäran", max_length=4000, blank=True, editable=False)
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    requested_at = models.DateTimeField(null=True, editable=False)
    warned_at = models.DateTimeField("förvarnad", null=True, editable=False)
    warning = models.TextField("så skrev vi i förvarningen", max_length=4000, blank=True, editable=False)
    comment_due = models.DateField("svar senast", null=True, editable=False)
    comment = models.TextField("sökandens svar", max_length=4000, blank=True, editable=False)
    commented_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    commented_at = models.DateTimeField(null=True, editable=False)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, related_name="early_close", editable=False, verbose_name="beslut"
    )
    saved_at = models.DateTimeField("sparat", default=clock.now, editable=False)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = "avslut i förtid"
        verbose_name_plural = "avslut i förtid"
        ordering = ["-saved_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=EarlyCloseState.values),
                name="earlyclose_state_is_known",
                violation_error_message="Avslutet har ett okänt läge.",
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=~Q(state=EarlyCloseState.DROPPED),
                name="earlyclose_is_one_at_a_time",
                violation_error_message="Det finns redan ett förslag om att avsluta projektet i förtid.",
            ),
            models.CheckConstraint(
                condition=~Q(state=EarlyCloseState.WARNED) | Q(warned_at__isnull=False, comment_due__isnull=False),
                name="earlyclose_warning_is_dated",
                violation_error_message="En förvarning måste ha en dag då den skickades och en sista dag att svara.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_BEFORE_PROPOSAL)
                | Q(proposed_by__isnull=False, last_day__isnull=False, final_due_on__isnull=False)
                & ~Q(reason="")
                & ~Q(grounds="")
                & ~Q(public_text=""),
                name="earlyclose_proposal_is_whole",
                violation_error_message="Förslaget behöver orsak, skäl, dagar, en text och någon som föreslår.",
            ),
            models.CheckConstraint(
                condition=Q(requested_by=None, request="")
                | Q(requested_by__isnull=False, requested_at__isnull=False) & ~Q(request=""),
                name="earlyclose_request_is_signed",
                violation_error_message="En begäran måste ha en text och någon som lämnade den.",
            ),
            models.CheckConstraint(
                condition=~Q(state=EarlyCloseState.DECIDED) | Q(decision__isnull=False),
                name="earlyclose_decided_has_decision",
                violation_error_message="Ett beslutat avslut måste ha ett beslut.",
            ),
        ]

    def __str__(self) -> str:
        return f"Avslut i förtid: {self.case.title}"

    @property
    def is_private(self) -> bool:
        return False

    @property
    def is_requested(self) -> bool:
        """The applicant has asked for it."""
        return self.requested_by_id is not None

    @property
    def is_open(self) -> bool:
        """Neither decided nor dropped."""
        return self.state not in (EarlyCloseState.DECIDED, EarlyCloseState.DROPPED)
