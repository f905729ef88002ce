"""What is saved as it is typed: one control at a time, answered with what is saved now, or with both texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from portal import dates, kept

from ..forms import merging
from ..forms.draft import DraftForm, Posted, storable
from ..forms.merging import Clash, Part
from .answers import Tried

TRIES = 4  # how often another may be first


@dataclass(frozen=True)
class Typed:
    """A page as autosaving sees it: the forms as saved, how what is typed is read, and how it is kept."""

    now: Sequence[Part]
    read: Callable[[Posted], Any]  # something with `parts`
    save: Callable[[Any], Tried]
    saved_at: Any = None
    saved_by: str = ""
    keeps_faults: bool = True  # what cannot be read is kept word for word


@dataclass(frozen=True)
class One:
    """A page of one form, as a section's face is a page of several."""

    form: DraftForm

    @property
    def parts(self) -> list[Any]:
        return [self.form]


@dataclass(frozen=True)
class Simple:
    """A page of one form whose faulty texts are kept nowhere: how it is shown and read, and how values are saved."""

    shown: DraftForm
    read: Callable[[Posted], DraftForm]
    save: Callable[[dict[str, Any]], Tried]

    def post(self, request: HttpRequest) -> tuple[DraftForm, list[Clash] | None]:
        """What was posted together with what others have saved since; None for a page that carries no marks."""
        posted = storable(request.POST)
        mine, known = self.read(posted), merging.read_bases(posted)
        if known is None:
            return mine, None
        merged = merging.merge([self.shown], [mine], posted, known)
        return (self.read(merged.data) if merged.data is not None else mine), merged.clashes

    def typed(self, saved_at: Any, saved_by: str) -> Typed:
        def save(page: One) -> Tried:
            before = self.shown.kept
            changed = {name: value for name, value in page.form.kept.items() if before.get(name) != value}
            tried = self.save(changed) if changed else Tried()
            return Tried(None, tried.errors, tried.is_stale)

        return Typed([self.shown], lambda data: One(self.read(data)), save, saved_at, saved_by, keeps_faults=False)


def answer(request: HttpRequest, load: Callable[[], Typed]) -> HttpResponseBase:
    """Save one control (POST), or tell how the page stands (GET), as JSON for static/js/autosave.js."""
    if request.method != "POST":
        return JsonResponse(_stands(load()))
    typed = load()
    if kept.owner_of(request) != str(request.user.pk):
        # The page was another person's: what they typed waits in the browser until they are back.
        return JsonResponse({"sign_in": reverse("account_login")}, status=401)
    posted, control = storable(request.POST), request.POST.get(merging.FIELD, "")
    known = merging.read_bases(posted) or {}
    for _ in range(TRIES):
        unit = merging.unit_of(typed.now, control)
        if unit is None:
            return JsonResponse({"unknown": True})
        mine = typed.read(posted)
        merged = merging.merge(typed.now, mine.parts, posted, known, only=unit)
        if merged.clashes:
            return JsonResponse(_stands(typed) | {"unit": unit, "clash": _clash(typed, merged, unit)})
        read = typed.read(merged.data) if merged.data is not None else mine
        is_same = merging.marks(read.parts) == merging.marks(typed.now)
        tried = Tried(typed) if is_same else typed.save(read)
        if not tried.is_stale:
            break
        typed = load()
    if not tried.is_done:
        return JsonResponse({"unit": unit, "refused": " ".join(line.text for line in tried.errors)})
    controls = [name for name in posted if merging.unit_of(mine.parts, name) == unit]
    stands = _stands(tried.result or load())
    faults = {name: text for part in read.parts for name, text in _errors(part).items()}
    if not typed.keeps_faults and faults.keys() & controls:
        stands |= {"errors": faults, "faulty": True}
    return JsonResponse(stands | {"unit": unit, "controls": controls})


def _stands(typed: Typed) -> dict[str, Any]:
    """The mark of each unit, when and by whom the page was last saved, what it cannot read, and the texts as kept."""
    return {
        "marks": merging.marks(typed.now),
        "at": dates.clock_time(typed.saved_at) if typed.saved_at else "",
        "by": typed.saved_by,
        "errors": {name: text for part in typed.now for name, text in _errors(part).items()},
    }


def _errors(part: Any) -> dict[str, str]:
    forms = getattr(part, "forms", None)
    if forms is not None:
        return {name: text for form in forms for name, text in _errors(form).items()}
    return {part.add_prefix(name): str(texts[0]) for name, texts in part.errors.items() if name in part.fields}


def _clash(typed: Typed, merged: merging.Merged, unit: str) -> dict[str, Any]:
    """Who saved what meanwhile, as words to read and as the controls hold it."""
    found = merged.clashes[0]
    saved = {name: part.data.getlist(name) for part in typed.now for name in part.data if part.unit(name) == unit}
    return {"label": found.label, "saved": found.saved, "controls": saved}
