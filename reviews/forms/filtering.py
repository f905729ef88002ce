"""What a list of the desk is narrowed by, read from an address: what is no choice is passed over."""

from typing import Any

from django import forms

from ..selectors import listing
from ..selectors.listing import AGES, NOBODY, Chosen
from ..selectors.options import Choices, Options
from ..selectors.queue import Queue
from ..selectors.search import words_of

LONGEST = 100
WORDS = "Ord"  # what is typed, when the choices are told


def _choice(label: str, empty: str, choices: Choices | dict[str, str]) -> forms.ChoiceField:
    rows = tuple(choices.items()) if isinstance(choices, dict) else choices
    return forms.ChoiceField(label=label, required=False, choices=[("", empty), *rows], widget=_select())


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "form-select"})


class ListForm(forms.Form):
    """GET. The names are those of the address, so a saved view is its own address."""

    q = forms.CharField(
        label="Sök bland dem",
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "class": "form-control"}),
    )

    def __init__(self, data: Any, *, queue: Queue, options: Options) -> None:
        super().__init__(data)
        self.officers = options.officers
        fields = {
            "satsning": _choice("Satsning", "Alla", options.programmes),
            "utlysning": _choice("Utlysning", "Alla", options.calls),
            "handlaggare": _choice("Handläggare", "Alla", ((NOBODY, "Ingen"), *options.officers)),
            "lage": _choice("Ansökans läge", "Alla", options.states),
            "kommun": _choice("Kommun", "Alla", options.municipalities),
            "alder": _choice("Ålder", "Alla", AGES),
            "ordning": forms.ChoiceField(
                label="Ordning",
                required=False,
                choices=tuple(listing.sorts_of(queue).items()),
                widget=_select(),
            ),
        }
        self.fields.update(fields)
        self.usual = listing.usual_sort(queue)
        self.is_valid()

    @property
    def chosen(self) -> Chosen:
        """The choices that are choices."""
        given = self.cleaned_data
        return Chosen(
            words=words_of(given.get("q", "")),
            programme=given.get("satsning", ""),
            call=given.get("utlysning", ""),
            officer=given.get("handlaggare", ""),
            state=given.get("lage", ""),
            municipality=given.get("kommun", ""),
            age=given.get("alder", ""),
            sort=given.get("ordning", ""),
        )

    @property
    def query(self) -> dict[str, str]:
        """The address of these choices: only what says something, in the form's order; the usual order says nothing."""
        given = {name: self.cleaned_data.get(name, "") for name in self.fields}
        given["ordning"] = "" if given["ordning"] == self.usual else given["ordning"]
        return {name: value for name, value in given.items() if value}

    @property
    def narrows(self) -> list[tuple[str, str]]:
        """What is chosen, in words: label and value, without the order."""
        told = []
        for name, value in self.query.items():
            if name == "ordning":
                continue
            field = self.fields[name]
            words = dict(getattr(field, "choices", [])).get(value, value)
            told.append((str(field.label) if name != "q" else WORDS, str(words)))
        return told
