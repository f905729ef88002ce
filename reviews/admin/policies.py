"""Inriktningsbeslut that proposals lean on, kept by heads of unit at their own boards (O-04)."""

from datetime import date

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models

from applications.models import PolicyDecision
from applications.services import minutes
from portal import clock, dates
from portal.desk_models import VersionedRowForm

from .programmes import OfBoardAdmin


class PolicyForm(VersionedRowForm):
    def clean_paragraph(self) -> str:
        """As it is written in the minutes, typed with or without the sign."""
        numbered = minutes.paragraph(self.cleaned_data["paragraph"])
        if not numbered:
            raise ValidationError(minutes.MISSING)
        return numbered

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > clock.today():
            raise ValidationError(f"{dates.long(day)} har inte varit än. Skriv den dag då nämnden beslutade.")
        return day


@admin.register(PolicyDecision)
class PolicyDecisionAdmin(OfBoardAdmin):
    """A decision says in its own words what it leans on, so a row may be put right afterwards."""

    form = PolicyForm
    list_display = ("title", "board", "decided_on", "paragraph", "appropriation")
    list_select_related = ("board",)
    search_fields = ("title",)
    fields = ("board", "decided_on", "paragraph", "title", "appropriation", "url")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
