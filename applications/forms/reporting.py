"""A progress report, and the final report with its recommendation (domain.md §3.4, §3.7)."""

from __future__ import annotations

from typing import Any, ClassVar

from portal.forms import mark_needed

from ..enums import Recommendation
from ..findings import reached as counting
from .draft import DraftForm
from .fields import ChoiceField, TextField, short
from .numbers import CountField

FINAL = ("long_term_follow_up", "recommendation", "recommendation_note")


class ReportForm(DraftForm):
    needed: ClassVar[tuple[str, ...]] = ("summary", "activities", "goals", "lessons", "signs_of_change")

    summary = TextField(
        limit=1500,
        rows=5,
        label="Sammanfattning av perioden",
        help_text="Det viktigaste, för den som bara läser detta.",
    )
    activities = TextField(
        limit=4000,
        rows=8,
        label="Vad ni har gjort",
        help_text="Aktivitet för aktivitet: klar, pågår, försenad eller struken, och varför.",
    )
    goals = TextField(
        limit=4000, rows=8, label="Så nära målen är ni", help_text="Delmål för delmål, med siffror där ni har dem."
    )
    lessons = TextField(
        limit=3000,
        rows=6,
        label="Lärdomar",
        help_text="Vad fungerar, vad fungerar inte, och vad säger barn och unga?",
    )
    signs_of_change = TextField(
        limit=3000,
        rows=6,
        label="Tecken på förändring",
        help_text="Vad har börjat bli annorlunda för barn och unga, eller i hur ni arbetar? Effekter tar tid: "
        "skriv det ni ser och hör, också det som är litet, och säg om inget syns än.",
    )
    longevity = TextField(
        limit=2000,
        rows=4,
        label="Långsiktighet och spridning",
        help_text="Vad gör ni för att det som fungerar ska leva vidare och nå fler?",
    )
    reached = short(
        CountField(
            label="Så många barn och unga har ni nått",
            help_text="I den här perioden, direkt. Räkna var och en en gång.",
        ),
        "input-date",
    )
    reached_girls = short(
        CountField(
            label="Varav flickor",
            help_text="Flickor och pojkar får lämnas tomma. Räkna inte med dem som är något annat eller vars kön ni "
            "inte vet.",
        ),
        "input-date",
    )
    reached_boys = short(CountField(label="Varav pojkar"), "input-date")
    deviations = TextField(
        limit=2000,
        rows=4,
        label="Avvikelser från planen",
        help_text="I tid, innehåll eller pengar. Lämna tomt om allt följer planen.",
    )
    next_steps = TextField(limit=2000, rows=4, label="Det här gör ni härnäst")
    long_term_follow_up = TextField(
        limit=2000,
        rows=4,
        label="Uppföljning på lång sikt",
        help_text="Vem följer upp vad projektet har lett till, och när?",
    )
    recommendation = ChoiceField(
        choices=Recommendation.choices, label="Er rekommendation", help_text="Vad ska hända efter projektet?"
    )
    recommendation_note = TextField(limit=2000, rows=5, label="Vem tar vid, när och med vilka pengar")

    def __init__(self, *args: Any, is_final: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FINAL:
            if is_final:
                mark_needed(self, name)
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        counts = [cleaned.get(name) for name in ("reached", "reached_girls", "reached_boys")]
        if told := counting.too_many(*counts):
            self.add_error("reached_boys" if counts[2] is not None else "reached_girls", told)
        return cleaned
