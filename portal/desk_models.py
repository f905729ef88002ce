"""What Django's own pages share at the desk: who may, the version check on save, 404, no delete of what is used."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from . import dates, money

STALE = (
    "Någon annan har sparat under tiden. Det du skrev finns kvar här. Öppna sidan i en ny flik, jämför med det som nu "
    "är sparat och spara igen."
)


def _home() -> list[dict[str, str]]:
    return [{"label": "Idag", "url": reverse("admin:index")}]


PRINTED: dict[type[models.Field[Any, Any]], Callable[[Any], str]] = {
    models.BooleanField: lambda value: "Ja" if value else "Nej",
    models.DecimalField: lambda value: f"{money.kronor(value)}{money.NBSP}kr",
    models.DateTimeField: dates.datetime_long,
}


def upper_first(text: Any) -> str:
    return f"{str(text)[:1].upper()}{str(text)[1:]}"


class VersionedRowForm(forms.ModelForm):
    """Carries the version that the row was read at; a save at another version is refused (architecture.md §9)."""

    read_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["read_version"].initial = self.instance.version if self._is_stored else 0

    @property
    def _is_stored(self) -> bool:
        return not self.instance._state.adding

    def clean(self) -> dict[str, Any] | None:
        values = super().clean()
        if self._is_stored:
            # The admin saves inside a transaction, so nobody comes between this and the save.
            rows = type(self.instance)._default_manager.select_for_update()
            stored: Any = rows.get(pk=self.instance.pk)
            if self.cleaned_data.get("read_version") != stored.version:
                typed: Any = self.data
                self.data = typed = typed.copy()
                typed[self.add_prefix("read_version")] = str(stored.version)
                raise ValidationError(STALE)
        return values


class DeskAdmin(admin.ModelAdmin):
    """Rows that are kept at the desk. `permission` is the predicate's name for reading and writing them."""

    permission: ClassVar[str] = ""
    actions = None
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if self.is_versioned and "form" not in kwargs and self.form is forms.ModelForm:
            kwargs["form"] = VersionedRowForm
        return super().get_form(request, obj, change, **kwargs)

    @property
    def is_versioned(self) -> bool:
        return any(field.name == "version" for field in self.opts.fields)

    # Words. Django's own are those of a register; ours are those of the desk.

    def get_list_display(self, request: HttpRequest) -> Any:
        return [self._in_words(name) for name in super().get_list_display(request)]

    def _in_words(self, name: Any) -> Any:
        """A column as our other pages print such values: yes and no, kronor, a time of day."""
        field = next((field for field in self.opts.fields if field.name == name), None)
        told = next((told for kind, told in PRINTED.items() if isinstance(field, kind)), None)
        if field is None or told is None:
            return name

        @admin.display(description=field.verbose_name, ordering=name)
        def column(obj: models.Model) -> str | None:
            value = getattr(obj, name)
            return None if value is None else told(value)

        column.__name__ = name  # the class of the cells
        return column

    def name_of(self, obj: Any) -> str:
        """What its own pages call a row."""
        return str(obj)

    def _above(self) -> dict[str, str]:
        name = upper_first(self.opts.verbose_name_plural)
        return {"label": name, "url": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")}

    def _beside(self, obj: Any, word: str, title: str) -> dict[str, Any]:
        """Title and crumbs of a page under a row's own."""
        change = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])
        name = self.name_of(obj)
        crumbs = [*_home(), self._above(), {"label": name, "url": change}, {"label": word, "url": ""}]
        return {"title": title.format(name), "crumbs": crumbs, "name": name, "change_url": change}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        name = upper_first(self.opts.verbose_name_plural)
        own = {"title": name, "crumbs": [*_home(), {"label": name, "url": ""}]}
        return super().changelist_view(request, own | (extra_context or {}))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        one = str(self.opts.verbose_name)
        obj = self.get_object(request, object_id) if object_id is not None else None
        title = f"Lägg till {one}" if obj is None else self.name_of(obj)
        own = {"title": title, "subtitle": None, "crumbs": [*_home(), self._above(), {"label": title, "url": ""}]}
        return super().changeform_view(request, object_id, form_url, own | (extra_context or {}))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        # The frame's summary names every field and leads to it; Django's line would only say that something is wrong.
        return super().render_change_form(request, context | {"errors": None}, *args, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        # A default that is computed would be sent along in a hidden field with a description, which no page may have.
        kwargs.setdefault("show_hidden_initial", False)
        if isinstance(db_field, models.SlugField):
            kwargs["error_messages"] = {"invalid": "Skriv bara bokstäver a–z, siffror och bindestreck."}
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # What it points at has a page of its own in the menu; Django's marks for it are pictures without words.
            field.widget.can_add_related = field.widget.can_change_related = False
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if "empty_label" not in kwargs:
            kwargs["empty_label"] = "Inget valt" if db_field.blank else "Välj"
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        empty, has_empty = ("Inget valt", True) if db_field.blank else ("Välj", not db_field.has_default())
        kwargs.setdefault("choices", db_field.get_choices(include_blank=has_empty, blank_choice=[("", empty)]))
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The hidden version stands first in the form (change_form.html): as a row here it would have a label."""
        fieldsets = super().get_fieldsets(request, obj)
        return [
            (title, {**options, "fields": [name for name in options["fields"] if name != "read_version"]})
            for title, options in fieldsets
        ]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and self.is_versioned:
            obj.version += 1
        super().save_model(request, obj, form, change)

    # Who may. Everything else than these answers is 404 (handler403, architecture.md §8).

    def _may(self, request: HttpRequest) -> bool:
        return bool(self.permission) and request.user.has_perm(self.permission)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what nothing points at. A role or a person ends by its last day, and is never deleted."""
        return obj is not None and self._may(request) and self.may_be_deleted(obj)

    def may_be_deleted(self, obj: models.Model) -> bool:
        return not is_used(obj)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        # Django's own answer is a redirect with a message that tells.
        raise Http404(f"no {opts.model_name} {object_id} for this person")

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Who saved which fields and when; never values. 404 for a row that is not there."""
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404(f"no {self.opts.model_name} {object_id} for this person")
        return super().history_view(
            request, object_id, self._beside(obj, "Ändringar", "Ändringar av ”{}”") | (extra_context or {})
        )

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        obj = self.get_object(request, object_id)
        own = {} if obj is None else self._beside(obj, "Ta bort", "Ta bort ”{}”")
        return super().delete_view(request, object_id, own | (extra_context or {}))


def is_used(obj: models.Model) -> bool:
    """Some row points at it, also through relations without a name back."""
    for relation in obj._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)):
            continue
        related: Any = relation
        if related.related_model._base_manager.filter(**{related.field.name: obj}).exists():
            return True
    return False
