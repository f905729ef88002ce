"""The case (ärende): the root of a grant's life, and its diary number."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from portal import clock
from portal.accounts.enums import CASE_ROLES
from portal.accounts.models import Board, Organisation, User
from portal.rows import UuidRow, Versioned

from ..enums import CaseSource, ConflictGround, OfficerRole
from .programme import Programme
from .sides import applicants_side


def _staff_boards(user: User) -> frozenset[object]:
    return user.boards_as(*CASE_ROLES)


def _conflicted(user: User) -> "models.QuerySet[ConflictDeclaration, Any]":
    """Cases where the person has said that they are jävig, as a subquery of case ids."""
    return ConflictDeclaration.objects.filter(user=user, is_conflicted=True).values("case")


def at_desk(user: User, path: str = "case") -> Q:
    """A filter for rows of cases that the person reads at the desk; `path` leads to the case.

    A filter by columns of the case and not by a list of its ids: the database can then begin with the few rows that
    wait, and look up their cases, instead of with all cases there are.
    """
    within = f"{path}__" if path else ""
    wanted = Q(**{f"{within}shared_at__isnull": False, f"{within}board__in": _staff_boards(user)})
    return wanted & ~Q(**{f"{path or 'pk'}__in": _conflicted(user)})


class CaseQuerySet(models.QuerySet["Case"]):
    def of_applicant(self, user: User) -> Self:
        """Cases of the organisations that the person works for today, and those that the person is invited to."""
        return self.filter(applicants_side(user, ""))

    def at_desk(self, user: User) -> Self:
        """Shared cases at the boards where the person works, but for those where the person is jävig."""
        return self.filter(at_desk(user, ""))

    def visible_to(self, user: User) -> Self:
        """The one door to cases. A person on the applicant's side sees that side only (domain.md §5.1)."""
        mine = applicants_side(user, "")
        desk = Q(shared_at__isnull=False, board__in=_staff_boards(user)) & ~Q(pk__in=_conflicted(user))
        return self.filter(mine | desk)


class Case(UuidRow, Versioned):
    """The root: whose, which programme, which board, which number, and who is responsible.

    It exists from the idea's draft. Until `shared_at` it is the applicant's alone (eget utrymme, domain.md §0.2.3);
    the diary number is given once, when it is shared.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="cases", verbose_name="satsning")
    board = models.ForeignKey(Board, models.PROTECT, related_name="cases", verbose_name="nämnd")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="cases", verbose_name="sökande")
    title = models.CharField("ärendemening", max_length=160)
    protected_title = models.CharField("skyddad ärendemening", max_length=160, blank=True)
    dnr = models.CharField("diarienummer", max_length=30, unique=True, null=True, blank=True)
    shared_at = models.DateTimeField("kom in", null=True, blank=True)
    source = models.CharField("hur det kom in", max_length=8, choices=CaseSource.choices, default=CaseSource.PORTAL)
    officer = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="officer_of", verbose_name="handläggare"
    )
    continues = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by", verbose_name="fortsätter"
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="påbörjat av")
    created_at = models.DateTimeField("påbörjat", default=clock.now)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "ärende"
        verbose_name_plural = "ärenden"
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["board", "-shared_at"], name="case_by_board"),
            models.Index(fields=["organisation", "-created_at"], name="case_by_organisation"),
            # The lists of the desk, read in order and never sorted whole (reviews/selectors/listing.py).
            models.Index(fields=["shared_at", "id"], condition=Q(shared_at__isnull=False), name="case_by_sharing"),
            models.Index(fields=["officer", "shared_at", "id"], name="case_by_officer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(shared_at=None, dnr=None) | Q(shared_at__isnull=False, dnr__isnull=False),
                name="case_has_dnr_when_shared",
                violation_error_message="Ett ärende får sitt diarienummer när det kommer in.",
            ),
            models.CheckConstraint(
                condition=Q(officer=None) | Q(shared_at__isnull=False),
                name="case_has_officer_only_when_shared",
                violation_error_message="Bara ärenden som har kommit in kan fördelas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dnr} {self.title}" if self.dnr else self.title

    @property
    def case(self) -> "Case":
        """Itself, so that predicates can ask any object of a case for its case."""
        return self


class DnrCounter(models.Model):
    """The last number given in a board's series for a year. Locked when read, so the series has no gaps."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "year"],
                name="dnrcounter_is_one_per_series",
                violation_error_message="Serien finns redan för året.",
            )
        ]


class Assignment(UuidRow):
    """Who handles the case, in which role, from when (D-03)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="assignments", verbose_name="ärende")
    user = models.ForeignKey(User, models.PROTECT, related_name="assignments", verbose_name="person")
    role = models.CharField("roll", max_length=12, choices=OfficerRole.choices)
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="fördelat av")
    assigned_at = models.DateTimeField("fördelat", default=clock.now)
    ended_at = models.DateTimeField("avslutat", null=True, blank=True)
    reason = models.TextField("varför", max_length=500, blank=True)  # of a take-over

    class Meta:
        verbose_name = "fördelning"
        verbose_name_plural = "fördelningar"
        ordering = ["assigned_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "role"],
                condition=Q(ended_at=None),
                name="assignment_one_holder_per_role",
                violation_error_message="Ärendet har redan någon i den rollen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()}"


class ConflictDeclaration(UuidRow):
    """A person's answer to the jäv question in a case (kommunallagen 6:28, 7:4; D-04)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="conflicts", verbose_name="ärende")
    user = models.ForeignKey(User, models.PROTECT, related_name="conflicts", verbose_name="person")
    is_conflicted = models.BooleanField("jävig")
    ground = models.CharField("grund", max_length=20, choices=ConflictGround.choices, blank=True)
    note = models.TextField("förklaring", blank=True)
    declared_at = models.DateTimeField("svarade", default=clock.now)

    class Meta:
        verbose_name = "jävsförklaring"
        verbose_name_plural = "jävsförklaringar"
        ordering = ["declared_at", "id"]
        # Asked by every page of the desk: all have answered the question in many cases, few are jäviga in any.
        indexes = [
            models.Index(fields=["user", "case"], condition=Q(is_conflicted=True), name="conflictdeclaration_hidden")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                name="conflictdeclaration_one_answer_per_person",
                violation_error_message="Du har redan svarat på frågan om jäv i ärendet.",
            ),
            models.CheckConstraint(
                condition=Q(is_conflicted=False, ground="") | Q(is_conflicted=True) & ~Q(ground=""),
                name="conflictdeclaration_conflict_has_ground",
                violation_error_message="Välj varför du är jävig.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {'jävig' if self.is_conflicted else 'inte jävig'}"
