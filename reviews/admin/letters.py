"""A programme's own paragraph in a kind of letter, kept by heads of unit, with the letter as it will look."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.http import HttpRequest
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString

from applications.models import LetterText
from applications.notifications import samples
from applications.notifications.letters import LETTERS
from portal.desk_models import VersionedRowForm

from .frame import person
from .programmes import OfBoardAdmin


class LetterForm(VersionedRowForm):
    kind = forms.ChoiceField(
        label="Brev", choices=[("", "Välj"), *LETTERS.items()], error_messages={"required": "Välj vilket brev."}
    )
    text = forms.CharField(
        label="Egen text",
        max_length=1500,
        widget=AdminTextareaWidget(attrs={"rows": 6}),
        help_text="Ett stycke eller två, som vanlig text. Det står sist i brevet, före länken till ärendet. Skriv inga "
        "uppgifter om personer: alla som får brevet i satsningen läser samma text.",
        error_messages={"required": "Skriv texten, eller ta bort raden."},
    )


@admin.register(LetterText)
class LetterTextAdmin(OfBoardAdmin):
    form = LetterForm
    board_path = "programme__board"
    list_display = ("letter", "programme", "beginning")
    list_select_related = ("programme",)
    list_filter = ("programme",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("programme", "kind", "text") if obj is None else ("programme", "kind", "text", "preview")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return () if obj is None else ("preview",)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        self.reader = person(request)
        return super().get_form(request, obj, change, **kwargs)

    def name_of(self, obj: LetterText) -> str:
        return f"{self.letter(obj)} ({obj.programme})"

    @admin.display(description="brev", ordering="kind")
    def letter(self, obj: LetterText) -> str:
        return LETTERS.get(obj.kind, obj.kind)

    @admin.display(description="text")
    def beginning(self, obj: LetterText) -> str:
        return obj.text if len(obj.text) <= 80 else f"{obj.text[:79]}…"

    @admin.display(description="så ser brevet ut")
    def preview(self, obj: LetterText) -> SafeString:
        """With an invented case. What is typed stands there when it has been saved."""
        subject, body = samples.letter(obj.kind, obj.programme, obj.text)
        return format_html("<p><strong>{}</strong></p>{}", subject, SafeString(linebreaks(body, autoescape=True)))
