"""What was decided: outcome, share, highest amount, amounts per year, period, reasons and conditions."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory

from applications.enums import ANSWER_CHOICES, ConditionKind, DecisionKind
from applications.models import Application
from portal.forms import AmountField, DateField, PercentField

from ..services.terms import Terms, proposed_terms
from .advance import advance_fields
from .moving import DAY, SHORT, MoveForm, paragraph_field, text_area
from .parts import Parts

EMPTY_ROWS = 2
LONGEST = 12  # years


class ConditionForm(forms.Form):
    text = forms.CharField(label="Villkor", required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(
        label="Gäller", required=False, choices=ConditionKind.choices, initial=ConditionKind.ONGOING
    )
    due_on = DateField(label="Senast", required=False, widget=forms.TextInput(attrs=DAY))


class ConditionFormSet(BaseFormSet):
    def conditions(self) -> list[tuple[str, str, Any]]:
        """(text, kind, due day or None) of every row with a text."""
        rows = [form.cleaned_data for form in self.forms]
        return [
            (row["text"].strip(), row["kind"] or ConditionKind.ONGOING, row["due_on"])
            for row in rows
            if row.get("text", "").strip()
        ]


Conditions = formset_factory(ConditionForm, formset=ConditionFormSet, extra=EMPTY_ROWS, max_num=30)


def years_decided(application: Application, days: Iterable[date]) -> list[int]:
    """The years applied for, and those of a decided period that is longer: each has its own amount of the money."""
    years = set(application.years)
    typed = {day.year for day in days}
    if years and typed:
        first, last = min(years | typed), max(years | typed)
        if last - first <= LONGEST:  # a slip of the pen makes no hundred fields
            years |= set(range(first, last + 1))
    return sorted(years)


class TermsForm(MoveForm):
    """First values are the proposal's; the one who decides may have decided something else (domain.md §9 case 38)."""

    kind = forms.ChoiceField(label="Beslut", choices=ANSWER_CHOICES, widget=forms.RadioSelect)
    share = PercentField(label="Andel av kostnaderna, procent", required=False, widget=forms.TextInput(attrs=SHORT))
    cap = AmountField(label="Högst, kronor", required=False, widget=forms.TextInput(attrs=SHORT))
    period_start = DateField(label="Från", required=False, widget=forms.TextInput(attrs=DAY))
    period_end = DateField(label="Till och med", required=False, widget=forms.TextInput(attrs=DAY))
    may_start_early = forms.BooleanField(
        label="Projektet får börja före beslutet",
        required=False,
        help_text="Behövs bara om starten är före beslutsdagen. Beslutet säger då att kostnader räknas från starten.",
    )
    reasons = text_area(
        "Skäl för beslutet",
        max_length=6000,
        rows=8,
        help_text="Står i beslutet som sökanden får. Skriv också varför något som är sökt inte ges.",
        missing="Skriv skälen för beslutet.",
    )

    def prepare(self) -> None:
        application = self.obj
        assert isinstance(application, Application)
        proposed = proposed_terms(application)
        self.rules = application.call_version
        self.parts = Parts(application)
        self.parts.years = self.years = years_decided(application, self._days_typed())
        if self.parts.asked:
            self._prepare_parts(proposed)
        else:
            self._prepare_money(application, proposed)
        first = [{"text": text, "kind": kind, "due_on": due} for text, kind, due in proposed.conditions]
        self.rows = Conditions(self.data if self.is_bound else None, prefix="villkor", initial=first)

    def _days_typed(self) -> Iterator[date]:
        """The ends of the periods that were posted, as far as they are days."""
        for name in self.data if self.is_bound else ():
            if name.endswith(("period_start", "period_end")):
                with suppress(ValidationError):
                    if (day := DateField(required=False).clean(self.data[name])) is not None:
                        yield day

    def _prepare_parts(self, proposed: Terms) -> None:
        """Each kind of support has its own outcome, time and money; the rest follows from them."""
        for name in ("kind", "cap", "period_start", "period_end", *(() if self.parts.has_money else ("share",))):
            del self.fields[name]
        self.fields |= self.parts.fields() | advance_fields(self.rules, has_money=self.parts.has_money)
        self.order_fields(["paragraph", *self.parts.fields(), "share", "advance"])
        first = {"share": proposed.share, "advance": proposed.advance, "reasons": proposed.reasons}
        self.initial = first | self.parts.initial(proposed.supports) | dict(self.initial)

    def _prepare_money(self, application: Application, proposed: Terms) -> None:
        # The years stand after the highest amount, which they add up to.
        order = ["paragraph", "kind", "share", "cap"]
        for year in self.years:
            self.fields[self._name(year)] = AmountField(
                label=f"Varav {year}, kronor", required=False, widget=forms.TextInput(attrs=SHORT)
            )
            order.append(self._name(year))
        self.fields |= advance_fields(self.rules)
        self.order_fields([*order, "advance"])
        self.initial = {
            "kind": DecisionKind.APPROVAL if proposed.grants else proposed.kind,
            "share": proposed.share,
            "cap": proposed.cap,
            "advance": proposed.advance,
            "period_start": proposed.period_start or application.period_start,
            "period_end": proposed.period_end or application.period_end,
            "reasons": proposed.reasons,
            **{self._name(year): amount for year, amount in proposed.amounts.items()},
        } | dict(self.initial)

    def place_of(self, key: str) -> str:
        return self.parts.place_of(key)

    @staticmethod
    def _name(year: int) -> str:
        return f"amount_{year}"

    def terms(self) -> Terms:
        """What was typed, once it is valid. Money of an avslag is left out; a yes to less than all becomes partial."""
        given = self.cleaned_data
        assert isinstance(self.rows, ConditionFormSet)
        if self.parts.asked:
            return Terms(
                kind=DecisionKind.REJECTION,  # follows from the kinds of support
                reasons=given["reasons"],
                share=given.get("share"),
                advance=given.get("advance"),
                conditions=self.rows.conditions(),
                supports=self.parts.supports(given),
                may_start_early=given["may_start_early"],
            )
        if given["kind"] != DecisionKind.APPROVAL:
            return Terms(kind=given["kind"], reasons=given["reasons"])
        return Terms(
            kind=given["kind"],
            reasons=given["reasons"],
            share=given["share"],
            cap=given["cap"],
            advance=given.get("advance"),
            amounts={year: given[self._name(year)] for year in self.years if given[self._name(year)] is not None},
            period_start=given["period_start"],
            period_end=given["period_end"],
            conditions=self.rows.conditions(),
            may_start_early=given["may_start_early"],
        )


class BoardTermsForm(TermsForm):
    paragraph = paragraph_field()
