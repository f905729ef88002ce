"""The authority that runs this installation, its boards and units, and who has which role there."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from portal import clock, dates
from portal.look.region import Look
from portal.pdf.svg import check_svg
from portal.rows import UuidRow, Versioned

from ..enums import BOARD_ROLES, CASE_ROLES, StaffRoleName
from .user import User
from .validity import ValidPeriod, ends_after_it_begins

# A colour of the look → its column.
COLOURS = {"brand": "brand_colour", "brand_dark": "brand_colour_dark", "band": "band_colour"}
HEX = "^(#[0-9a-f]{6})?$"
COLOUR_FORM = "Skriv färgen som # och sex tecken, siffror eller a till f, till exempel #14534a."
COLOUR = RegexValidator(HEX.replace("$", r"\Z"), COLOUR_FORM)


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
    # The look (portal/look/region.py). Empty is the portal's own colour, or one that follows from the first.
    brand_colour = models.CharField(
        "färg på ljus botten",
        max_length=7,
        blank=True,
        validators=[COLOUR],
        help_text="Länkar, knappar och märket. Lämna alla tre tomma för portalens egna färger.",
    )
    brand_colour_dark = models.CharField(
        "färg på mörk botten",
        max_length=7,
        blank=True,
        validators=[COLOUR],
        help_text="För den som har mörkt läge. Lämna tomt så räknar portalen ut en ljusare nyans av samma färg.",
    )
    band_colour = models.CharField(
        "sidfotens färg",
        max_length=7,
        blank=True,
        validators=[COLOUR],
        help_text="Mörk i båda lägena. Lämna tomt så räknar portalen ut en mörkare nyans av samma färg.",
    )
    # What the accessibility statement tells of how it was made (lag 2018:1937 13 §).
    access_tested_on = models.DateField("tillgängligheten prövades", null=True, blank=True)
    access_tested_how = models.TextField(
        "så prövades den", blank=True, max_length=2000, help_text="Vem som prövade, med vad och vilka sidor."
    )
    access_reviewed_on = models.DateField("redogörelsen sågs över", null=True, blank=True)

    class Meta:
        verbose_name = "myndighet"
        verbose_name_plural = "myndigheter"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(brand_colour__regex=HEX, brand_colour_dark__regex=HEX, band_colour__regex=HEX),
                name="authority_colours_are_hex",
                violation_error_message=COLOUR_FORM,
            ),
            models.CheckConstraint(
                condition=~Q(brand_colour="") | Q(brand_colour_dark="", band_colour=""),
                name="authority_look_begins_with_brand",
                violation_error_message="Välj också färgen på ljus botten. Den är den som syns mest.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def look(self) -> Look:
        return Look(self.brand_colour, self.brand_colour_dark, self.band_colour, self.logo_svg)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Refuses a mark that could do harm, and a colour that cannot be read where it will stand.

        Colours are judged together, since one says what follows for the others; here and not in `clean`, so that a
        form which has none of the fields can be saved.
        """
        for name in COLOURS.values():
            setattr(self, name, str(getattr(self, name)).strip().lower())
        super().clean_fields(exclude=exclude)
        asked = {"logo_svg", *COLOURS.values()} - set(exclude or ())
        faults: dict[str, Any] = {}
        if "logo_svg" in asked and self.logo_svg:
            faults["logo_svg"] = check_svg(self.logo_svg)
        faults |= {COLOURS[name]: [text] for name, text in self.look.faults().items()}
        if told := {name: texts for name, texts in faults.items() if name in asked and texts}:
            raise ValidationError(told)


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
