"""Template tags for putting in files: one component for every page that takes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField

from portal.files import checks, pictures

register = template.Library()


@register.inclusion_tag("portal/partials/file_input.html")
def file_input(
    *,
    id: str,
    name: str,
    label: str,
    whose: str = "",
    url: str = "",
    help: str = "",
    later: str = "",
    errors: Iterable[str] = (),
    required: bool = False,
    is_picture: bool = False,
    button: str = "",
    **extra: Any,
) -> dict[str, Any]:
    """A control for several files, which people may also drop on it.

    `url` takes one file at a time by script (static/js/uploads.js); without it the files go with the form. `whose`
    says to those who listen what the files belong to, `later` when they are put in without a script, `button` is the
    value of the form's own button "lagg_in". `extra` are fields that the script sends with each file.
    """
    endings = sorted(pictures.EXTENSIONS if is_picture else checks.TYPES)
    told = list(errors)
    described = [f"{id}_helptext" if help or later else "", f"{id}_error" if told else ""]
    return {
        "id": id,
        "name": name,
        "label": label,
        "whose": whose,
        "url": url,
        "help": help,
        "later": later,
        "required": required,
        "errors": told,
        "button": button,
        "extra": extra,
        "accept": ",".join(endings),
        "max_bytes": settings.MAX_UPLOAD_BYTES,
        "described_by": " ".join(part for part in described if part),
    }


@register.inclusion_tag("portal/partials/file_input.html")
def file_field(field: BoundField, *, whose: str = "", url: str = "") -> dict[str, Any]:
    """The same for a form's own field of files."""
    errors = [str(text) for text in field.errors]
    return file_input(
        id=field.auto_id, name=field.html_name, label=str(field.label), whose=whose, url=url,
        help=str(field.help_text), errors=errors,
    )  # fmt: skip
