"""The call (utlysning), the windows in which it takes applications, and the extensions of them."""

from datetime import date, datetime
from functools import cached_property
from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from portal import clock, dates
from portal.accounts.models import User
from portal.rows import UuidRow, Versioned

from .call_version import CallVersion
from .fund import Fund
from .programme import Programme, Track


class CallQuerySet(models.QuerySet["Call"]):
    def published(self) -> Self:
        """Calls that everybody sees: those with rules that are not only being prepared."""
        return self.filter(Exists(CallVersion.objects.filter(call=OuterRef("pk"))), published_at__isnull=False)

    def open_at(self, moment: datetime) -> Self:
        """Published calls that take applications at `moment` (an instant)."""
        return self.published().filter(Exists(CallWindow.objects.open_at(moment).filter(call=OuterRef("pk"))))

    def with_windows(self) -> Self:
        return self.prefetch_related("windows")


class Call(UuidRow, Versioned):
    """A utlysning. When it is open is told by its windows; a call without one can be written in but not sent in."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="calls", verbose_name="satsning")
    track = models.ForeignKey(Track, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name="spår")
    step = models.PositiveSmallIntegerField(
        "steg", null=True, blank=True, help_text="När spåret har steg: 1 för det första."
    )
    fund = models.ForeignKey(
        Fund, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name="öronmärkta pengar"
    )
    name = models.CharField("namn", max_length=160)
    slug = models.SlugField("adress", max_length=60, unique=True)
    published_at = models.DateTimeField("publicerad", null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name="publicerad av"
    )
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name="kopierad från"
    )

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "utlysning"
        verbose_name_plural = "utlysningar"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step=None) | Q(step__gte=1, track__isnull=False),
                name="call_step_is_of_a_track",
                violation_error_message="Ett steg hör till ett spår och räknas från 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def window(self) -> "CallWindow | None":
        """The window that counts now: the open one, else the next to open, else the last that closed.

        Reads `windows.all()`, so lists prefetch it.
        """
        now = clock.now()
        rows = sorted(self.windows.all(), key=lambda row: row.opens_at)
        return (
            next((row for row in reversed(rows) if row.is_open_at(now)), None)
            or next((row for row in rows if row.opens_at > now), None)
            or (rows[-1] if rows else None)
        )

    def window_of(self, moment: datetime) -> "CallWindow | None":
        """The window that something sent in at `moment` belongs to: the open one, else the last that closed."""
        begun = sorted((row for row in self.windows.all() if row.opens_at <= moment), key=lambda row: row.opens_at)
        return next((row for row in reversed(begun) if row.is_open_at(moment)), None) or (begun[-1] if begun else None)

    @property
    def opens_at(self) -> datetime | None:
        """When the window that counts now opens; None when the call has no window yet."""
        return self.window.opens_at if self.window else None

    @property
    def closes_at(self) -> datetime | None:
        """When the window that counts now closes; None for rolling intake."""
        return self.window.closes_at if self.window else None

    @property
    def last_moment(self) -> date | datetime | None:
        """The end that people read: a day that is taken whole, or an instant. As `closes_at` otherwise."""
        return None if self.closes_at is None else dates.last_moment(self.closes_at)

    @property
    def is_open(self) -> bool:
        return self.window is not None and self.window.is_open_at(clock.now())

    @property
    def has_closed(self) -> bool:
        return self.closes_at is not None and clock.now() >= self.closes_at

    def current_version(self) -> CallVersion:
        """The rules that a new application is made under. Raises CallVersion.DoesNotExist before the first."""
        return self.versions.latest("number")


class CallWindowQuerySet(models.QuerySet["CallWindow"]):
    def open_at(self, moment: datetime) -> Self:
        return self.filter(opens_at__lte=moment).filter(Q(closes_at=None) | Q(closes_at__gt=moment))

    def counting(self, moment: datetime) -> Self:
        """In the order in which they count: open at `moment`, next to open, last that closed (as `Call.window`)."""
        is_open = Q(opens_at__lte=moment) & (Q(closes_at=None) | Q(closes_at__gt=moment))
        rank = Case(When(is_open, then=0), When(opens_at__gt=moment, then=1), default=2)
        away = Case(
            When(opens_at__gt=moment, then=F("opens_at") - Value(moment)),
            default=Value(moment) - F("opens_at"),
            output_field=models.DurationField(),
        )
        return self.order_by(rank, away)

    def coming(self, moment: datetime) -> Self:
        """Windows of published calls that open after `moment`, the next first."""
        return self.filter(opens_at__gt=moment, call__in=Call.objects.published()).order_by("opens_at", "call__name")


class CallWindow(UuidRow, Versioned):
    """When a call takes applications. Both ends are instants; no end means rolling intake (V-06).

    The end is moved only for everybody at once, by an extension (domain.md §9 case 4).
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="windows", verbose_name="utlysning")
    name = models.CharField("namn", max_length=60, blank=True, help_text="Till exempel: Våren 2027")
    opens_at = models.DateTimeField("öppnar")
    closes_at = models.DateTimeField("stänger", null=True, blank=True)

    objects = CallWindowQuerySet.as_manager()

    class Meta:
        verbose_name = "ansökningstid"
        verbose_name_plural = "ansökningstider"
        ordering = ["opens_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="callwindow_closes_after_it_opens",
                violation_error_message="Utlysningen måste stänga efter att den har öppnat.",
            ),
            models.UniqueConstraint(
                fields=["call", "opens_at"],
                name="callwindow_opens_once",
                violation_error_message="Utlysningen öppnar redan då.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.call}, från {clock.local(self.opens_at):%Y-%m-%d}"

    def is_open_at(self, moment: datetime) -> bool:
        return self.opens_at <= moment and (self.closes_at is None or moment < self.closes_at)


class WindowExtension(UuidRow):
    """More time for everybody, by decision: from when to when the portal was down, and the new end. Never changed."""

    window = models.ForeignKey(CallWindow, models.PROTECT, related_name="extensions", verbose_name="ansökningstid")
    closed_at = models.DateTimeField("skulle stänga")
    closes_at = models.DateTimeField("stänger i stället")
    disturbed_from = models.DateTimeField("störningen började", null=True, blank=True)
    disturbed_to = models.DateTimeField("störningen slutade", null=True, blank=True)
    reason = models.CharField("skäl", max_length=400, help_text="Visas för alla som söker.")
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="beslutat av")
    decided_at = models.DateTimeField("beslutat", default=clock.now)

    class Meta:
        verbose_name = "förlängd ansökningstid"
        verbose_name_plural = "förlängda ansökningstider"
        ordering = ["decided_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("closed_at")),
                name="windowextension_gives_more_time",
                violation_error_message="Den nya tiden måste ligga efter den gamla.",
            ),
            models.CheckConstraint(
                condition=Q(disturbed_from=None, disturbed_to=None)
                | Q(disturbed_from__isnull=False, disturbed_to__isnull=False, disturbed_to__gt=F("disturbed_from")),
                name="windowextension_disturbance_has_both_ends",
                violation_error_message="Skriv både när störningen började och när den slutade.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.window}, till {clock.local(self.closes_at):%Y-%m-%d %H:%M}"
