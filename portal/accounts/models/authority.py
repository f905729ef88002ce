"""The authority that runs this installation, its boards and units, and who has which role there."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from portal import clock, dates
from portal.rows import UuidRow, Versioned

from ..enums import BOARD_ROLES, CASE_ROLES, StaffRoleName
from .user import User
from .validity import ValidPeriod, ends_after_it_begins


class Authority(UuidRow, Versioned):
    """The region. One row: one authority runs one installation (architecture.md §11)."""

    name = models.CharField("namn", max_length=120)
    genitive = models.CharField("namn i genitiv", max_length=120, help_text="Till exempel: Region Älvlands")
    orgnr = models.CharField("organisationsnummer", max_length=11)
    address = models.CharField("postadress", max_length=200)
    email = models.EmailField("e-postadress")
    phone = models.CharField("telefon", max_length=40)
    phone_hours = models.CharField("telefontid", max_length=80, blank=True)
    court = models.CharField(
        "förvaltningsrätt", max_length=120, help_text="Till exempel: Förvaltningsrätten i Karlstad"
    )
    logo_svg = models.TextField(
        "märke som SVG", blank=True, help_text="En färg, bara banor. Kontrolleras när du sparar."
    )

    class Meta:
        verbose_name = "myndighet"
        verbose_name_plural = "myndigheter"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        from portal.pdf.svg import check_svg

        if self.logo_svg and (faults := check_svg(self.logo_svg)):
            raise ValidationError({"logo_svg": faults})


class Board(UuidRow, Versioned, ValidPeriod):
    """A nämnd. A successor takes over its open cases; decided cases keep the old name (domain.md §9 case 45)."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="boards", verbose_name="myndighet")
    name = models.CharField("namn", max_length=120)
    definite = models.CharField(
        "namn i bestämd form", max_length=120, help_text="Till exempel: Regionala tillväxtnämnden"
    )
    short_name = models.CharField("kortnamn", max_length=12)
    dnr_format = models.CharField(
        "diarienumrets form",
        max_length=60,
        help_text="Fält: {year}, {yy}, {short} och {number:05d}. Till exempel: {short} {year}-{number:05d}",
    )
    dnr_first = models.JSONField(
        "första nummer per år", default=dict, blank=True, help_text='När serien tas över mitt i ett år: {"2023": 10970}'
    )
    agenda_stop_days = models.PositiveSmallIntegerField(
        "handlingsstopp", default=15, help_text="Arbetsdagar före sammanträdet då handlingarna måste vara klara."
    )
    call_days = models.PositiveSmallIntegerField(
        "kallelse", default=7, help_text="Dagar före sammanträdet då kallelsen går ut."
    )
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="efterträdare")

    class Meta:
        verbose_name = "nämnd"
        verbose_name_plural = "nämnder"
        ordering = ["name", "id"]
        constraints = [ends_after_it_begins("board")]

    def __str__(self) -> str:
        """The name, and for a board that has ended until when it was one: in lists the years tell them apart."""
        if self.valid_to is None or self.valid_to >= clock.today():
            return self.name
        return f"{self.name} (till och med {dates.day_or_year(self.valid_to)})"

    @classmethod
    def to_choose(cls, *chosen: object) -> models.QuerySet["Board"]:
        """Boards for a new choice: those that have not ended, and what is chosen already."""
        return cls.objects.filter(Q(valid_to=None) | Q(valid_to__gte=clock.today()) | Q(pk__in=chosen))

    def on(self, day: date) -> "Board":
        """The board that decides what was this board's on a local date: itself, or the one that had taken over."""
        board = self
        while board.successor is not None and board.valid_to is not None and board.valid_to < day:
            board = board.successor
        return board

    def stands_on(self, day: date) -> bool:
        """The board could decide on that local date."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def dnr_example(self, day: date) -> str:
        """What the first number of the day's year looks like; empty for a form that cannot be read."""
        number = self.dnr_first.get(str(day.year), 1)
        try:
            return self.dnr_format.format(year=day.year, yy=f"{day:%y}", short=self.short_name, number=number)
        except (KeyError, IndexError, ValueError):
            return ""

    def clean(self) -> None:
        try:
            self.dnr_format.format(year=2026, yy="26", short=self.short_name, number=1)
        except (KeyError, IndexError, ValueError) as fault:
            message = "Formen kan inte läsas. Använd {year}, {yy}, {short} och {number:05d}."
            raise ValidationError({"dnr_format": message}) from fault


class Unit(UuidRow, Versioned):
    """A tjänsteställe, where officers sit (O-16)."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="units", verbose_name="myndighet")
    name = models.CharField("namn", max_length=120)

    class Meta:
        verbose_name = "enhet"
        verbose_name_plural = "enheter"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class StaffRole(UuidRow, Versioned, ValidPeriod):
    """A person's role at the authority. Every role but system administrator is held at a board."""

    user = models.ForeignKey(User, models.PROTECT, related_name="staff_roles", verbose_name="person")
    role = models.CharField("roll", max_length=30, choices=StaffRoleName.choices)
    board = models.ForeignKey(Board, models.PROTECT, null=True, blank=True, related_name="roles", verbose_name="nämnd")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="roles", verbose_name="enhet")

    class Meta:
        verbose_name = "roll"
        verbose_name_plural = "roller"
        ordering = ["user__name", "role", "id"]
        constraints = [
            ends_after_it_begins("staffrole"),
            models.CheckConstraint(
                condition=Q(role__in=sorted(CASE_ROLES | BOARD_ROLES), board__isnull=False)
                | Q(role=StaffRoleName.SYSTEM_ADMIN, board__isnull=True),
                name="staffrole_has_board_but_for_admin",
                violation_error_message="Välj vilken nämnd rollen gäller. Systemadministratören har ingen nämnd.",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "board", "valid_from"],
                nulls_distinct=False,
                name="staffrole_is_given_once",
                violation_error_message="Personen har redan den rollen från samma dag.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()}"
