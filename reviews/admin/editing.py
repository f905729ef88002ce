"""What the officer's own pages of a case share: the page of a form, saving it, and what another has saved meanwhile."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse

from applications.lifecycle.engine import MovedOn, NotReady, NotYours, StaleVersion

from ..selectors.dossier import Dossier
from . import frame
from .moves import tell


def page(request: HttpRequest, dossier: Dossier, title: str, form: Form, **context: Any) -> HttpResponse:
    """The page of one form in a case; 409 when someone else has saved in between."""
    case = dossier.case
    shared = {
        "title": title,
        "case": case,
        "case_url": frame.case_url(case),
        "crumbs": frame.crumbs((case.title, frame.case_url(case)), (title, "")),
        "form": form,
        "verb": "Spara",
        "template_help": "",
    }
    status = 409 if context.get("saved_now") else 200
    return frame.page(request, "edit", {**shared, **context}, status)


def save(form: Any, act: Callable[[], object], current: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Save, or tell in the form why not. Returns what is saved now when someone else was first, else None.

    Raises Http404 for what is not the person's.
    """
    try:
        act()
    except NotYours as refused:
        raise Http404(str(refused)) from refused
    except NotReady as refused:
        for item in refused.missing:
            form.add_error(None, item.text)
    except StaleVersion as refused:
        form.add_error(None, str(refused))
        now = current()
        form.data = form.data.copy()
        form.data["version"] = str(now.get("version", ""))
        return now
    except MovedOn as refused:
        form.add_error(None, str(refused))
    except ValidationError as faults:
        tell(form, faults)
    return None


def shown(form: Form, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Saved values under the labels of the form, for reading beside what was typed."""
    rows = []
    for name, field in form.fields.items():
        if name == "version" or values.get(name) in (None, ""):
            continue
        choices = dict(getattr(field, "choices", []) or [])
        value = values[name]
        if isinstance(value, list):  # several ticked boxes
            chosen = [str(label) for key, label in choices.items() if str(key) in map(str, value)]
            rows += [(str(field.label), ", ".join(chosen))] if chosen else []
            continue
        rows.append((str(field.label), str(choices.get(value, field.prepare_value(value)))))
    return rows
