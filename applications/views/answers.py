"""What a page answers when a service says no: 404 for what is not yours, else a sentence that says how to go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from portal import clock, dates, kept
from portal.look.form_errors import ErrorLine, control_id
from portal.money import NBSP
from portal.signing import NotSigned

from ..forms.draft import Posted, storable
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotReady, NotYours, StaleVersion

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Places = Callable[[str], str]
LONGEST_VERSION = 9  # digits; a machine may post thousands, which int() refuses


def page(view: View) -> View:
    """A view where what is not yours is 404: that it exists is not told. A post lets go of what was kept of an earlier
    one (portal/kept.py): what is typed now is in it."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            kept.let_go(request)
            if kept.THROW_AWAY in request.POST:
                return redirect(request.path)
        try:
            return view(request, *args, **kwargs)
        except NotYours as refused:
            raise Http404 from refused

    return cast(View, answered)


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of an act: its result, or the lines of the error summary. `is_stale`: another has saved meanwhile."""

    result: Any = None
    errors: tuple[ErrorLine, ...] = ()
    is_stale: bool = False

    @property
    def is_done(self) -> bool:
        return not self.errors


def attempt(act: Callable[[], Any], *, places: Places = lambda place: "") -> Tried:
    """Do it, or tell why it was not done; `places` gives the address where a missing thing is mended."""
    try:
        return Tried(act())
    except NotReady as refused:
        lines = {item.text: ErrorLine(item.text, places(item.place)) for item in refused.missing}
        return Tried(errors=tuple(lines.values()))
    except StaleVersion as refused:
        return Tried(errors=(ErrorLine(str(refused), "#sparat-nu"),), is_stale=True)
    except (MovedOn, NotSigned) as refused:
        return Tried(errors=(ErrorLine(str(refused), ""),))
    except ValidationError as refused:
        return Tried(errors=tuple(_lines(refused, places)))


def still_missing(row: Model, by: Any, places: Places, move: str = "submit") -> list[ErrorLine]:
    """What must be in place before it can be handed in, or before `move`, each with where it is mended, said once."""
    missing = {item.text: item for item in engine.missing_for(row, move, by=by)}
    return [ErrorLine(item.text, places(item.place)) for item in missing.values()]


def _lines(refused: ValidationError, places: Places) -> list[ErrorLine]:
    if not hasattr(refused, "error_dict"):
        return [ErrorLine(text, "") for text in refused.messages]
    return [ErrorLine(text, places(field)) for field, texts in refused.message_dict.items() for text in texts]


def saved(request: HttpRequest, what: str = "Sparat") -> None:
    """Sparat 14.02."""
    messages.success(request, f"{what} {dates.clock_time(clock.now())}.")


def typed_before(request: HttpRequest, row: Any = None) -> Posted | None:
    """What the person had typed as the session ended, for a page that is saved as a whole; None when nothing waits.

    `row` gets the version that was read then, in memory, so that the page carries it and somebody else's save is seen.
    """
    texts = kept.shown(request) if request.method in ("GET", "HEAD") else None
    if texts is not None and row is not None and (version := str(texts.get("version", ""))).isdecimal():
        row.version = int(version[:LONGEST_VERSION])
    return storable(texts) if texts is not None else None


def who_saved(request: HttpRequest, by: Any, at: datetime | None) -> str:
    """Who saved last, and when; empty when nobody knows. The last to save need not be who changed this text."""
    if by is None or at is None:
        return ""
    if by.pk == request.user.pk:
        return f"Det här har ändrats sedan du öppnade sidan, senast kl.{NBSP}{dates.clock_time(at)}"
    return told_saved(False, by.name, at)


def told_saved(is_own: bool, name: str, at: datetime) -> str:
    """Anna Berg sparade det här kl. 14.03."""
    when = f"kl.{NBSP}{dates.clock_time(at)}"
    return f"Du sparade det här i ett annat fönster {when}" if is_own else f"{name} sparade det här {when}"


def choose(told: str) -> Tried:
    """Two have changed the same thing: nothing is saved until the second has chosen. `told` is who was first."""
    text = f"{told or 'Någon annan har sparat'}. Det du skrev finns kvar. Välj vilken text som ska gälla och spara."
    return Tried(errors=(ErrorLine(text, "#sparat-nu"),), is_stale=True)


def read_version(request: HttpRequest) -> int:
    """The version that the form was read at. A form without one is a faulty post: 404."""
    text = request.POST.get("version", "")
    if not text.isdecimal() or len(text) > LONGEST_VERSION:
        raise Http404("no version")
    return int(text)


def fields_of(form: Any) -> Places:
    """A gate's or a service's place as the id of the form's control."""
    return lambda name: f"#{control_id(form, name)}" if name in form.fields else ""
