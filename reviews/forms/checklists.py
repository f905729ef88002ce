"""Writing the questions of an edition of Idékollen: which stands under which, and that they hold together."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.text import slugify

from applications.models import ChecklistQuestion

KEY_LENGTH = 20
NO_PARENT = "Ingen: det är en huvudfråga"


class QuestionForm(forms.ModelForm):
    parent = forms.ChoiceField(label="Under frågan", required=False, choices=[("", NO_PARENT)])

    class Meta:
        model = ChecklistQuestion
        fields = ("text", "order", "parent", "is_stem", "advice")
        widgets = {"text": AdminTextareaWidget(attrs={"rows": 2})}
        error_messages = {"text": {"required": "Skriv frågan, eller lämna hela raden tom."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "order" in self.fields:
            self.fields["order"].required = False
            self.fields["order"].help_text = "Lämna tomt för att lägga frågan sist."

    def clean_order(self) -> int | None:
        """A row that has a place keeps it when the box is emptied; a new one comes last (`save_new`)."""
        given: int | None = self.cleaned_data.get("order")
        return given if given is not None else self.instance.order


class QuestionFormSet(BaseInlineFormSet):
    """Keys are ours: they are made from the words of a new question and then kept."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "parent" in form.fields:
            form.fields["parent"].choices = [("", NO_PARENT), *self._choices(form.instance)]

    def _choices(self, own: ChecklistQuestion) -> list[tuple[str, str]]:
        """The main questions that are saved, but for the row's own; a wrong choice stays, so that it can be told."""
        if not hasattr(self, "_saved"):
            self._saved = list(self.instance.questions.all()) if self.instance.pk else []
        found = [(row.key, row.text) for row in self._saved if not row.parent and row.pk != own.pk]
        if own.parent and own.parent not in dict(found):
            found.append((own.parent, f"{own.parent} (finns inte som huvudfråga)"))
        return found

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        rows = [form for form in self.forms if self._is_kept(form)]
        tops = {form.instance.key for form in rows if form.instance.key and not form.cleaned_data.get("parent")}
        parents = {form.cleaned_data.get("parent") for form in rows} - {"", None}
        for form in rows:
            self._check_place(form, tops, parents)
        self._check_needs(sum(not form.cleaned_data.get("is_stem") for form in rows))

    def _is_kept(self, form: Any) -> bool:
        return bool(form.cleaned_data.get("text")) and not form.cleaned_data.get("DELETE")

    def _check_place(self, form: Any, tops: set[str], parents: set[str | None]) -> None:
        parent, own = form.cleaned_data.get("parent"), form.instance.key
        if parent and own in parents:
            form.add_error("parent", "Frågan har egna frågor under sig och kan inte själv stå under en annan.")
        elif parent and parent not in tops:
            form.add_error("parent", "Välj en huvudfråga som finns kvar och inte själv står under en annan.")
        elif parent and form.cleaned_data.get("is_stem"):
            form.add_error("is_stem", "En fråga under en annan behöver ett eget svar. Ta bort krysset.")

    def _check_needs(self, asked: int) -> None:
        """Texts that nobody could reach are told as soon as there are questions."""
        faults = [
            f"{label.capitalize()} är {needed}, men bara {asked} av frågorna får ett svar. Skriv högst {asked}."
            for label, needed in (("så många ja", self.instance.yes_needed), ("så många nej", self.instance.no_needed))
            if asked and needed is not None and needed > asked
        ]
        if faults:
            raise ValidationError(faults)

    def save_new(self, form: Any, commit: bool = True) -> Any:
        question = super().save_new(form, commit=False)
        taken = set(ChecklistQuestion.objects.filter(checklist=self.instance).values_list("key", "order"))
        question.key = _key(question.text, {key for key, _ in taken})
        if question.order is None:
            question.order = max((order for _, order in taken), default=0) + 1
        if commit:
            question.save()
        return question


def _key(text: str, taken: set[str]) -> str:
    """A short name for the question out of its words, that no other question of the edition has."""
    base = slugify(text)[:KEY_LENGTH].strip("-") or "fraga"
    key, number = base, 2
    while key in taken:
        ending = f"-{number}"
        key, number = f"{base[: KEY_LENGTH - len(ending)]}{ending}", number + 1
    return key
