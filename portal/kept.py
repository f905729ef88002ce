"""What a person had typed when the session was over: kept for a while, and shown again when the same person is back.

A form that is to be kept carries its owner's mark (`{% owner_mark %}`), signed, so that nobody else meets the text.
"""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from portal import clock

OWNER = "vem"  # the hidden control
THROW_AWAY = "kasta"  # the button that lets go of what was kept
KEY = "kept_texts"
FOR = 60 * 60  # seconds that it is kept
LARGEST = 300_000  # signs of one form
MOST = 5  # forms; the oldest goes
NOT_TEXT = frozenset({"csrfmiddlewaretoken", OWNER, "password", "login"})
_signer = Signer(salt="portal.kept")


def mark_of(user: Any) -> str:
    """The owner's mark, as the form carries it."""
    return _signer.sign(str(user.pk))


def owner_of(request: HttpRequest) -> str:
    """The id of the person whose page was posted; empty when the form carries no true mark."""
    try:
        return _signer.unsign(request.POST.get(OWNER, ""))
    except BadSignature:
        return ""


def keep(request: HttpRequest) -> None:
    """Keep what was posted by one who is not signed in any longer: texts, never files, in a session of its own."""
    owner = owner_of(request)
    if not owner:
        return
    texts = {name: values for name, values in request.POST.lists() if name not in NOT_TEXT}
    if sum(len(name) + sum(map(len, values)) for name, values in texts.items()) > LARGEST:
        return
    there = [row for row in _rows(request) if row["path"] != request.path]
    row = {"path": request.path, "owner": owner, "at": clock.seconds(), "texts": texts}
    request.session[KEY] = [*there, row][-MOST:]
    request.session.set_expiry(FOR)


def signed_in(request: HttpRequest, user: Any) -> None:
    """Somebody signed in: what others had typed goes, and the session lives as sessions do."""
    if KEY not in request.session:
        return
    request.session[KEY] = [row for row in _rows(request) if row["owner"] == str(user.pk)]
    request.session.set_expiry(None)


def shown(request: HttpRequest) -> MultiValueDict[str, Any] | None:
    """What the person had typed at this address and not saved; None when there is nothing."""
    found = next((row for row in _rows(request) if row["path"] == request.path), None) if _may_hold(request) else None
    return MultiValueDict(found["texts"]) if found else None


def let_go(request: HttpRequest) -> None:
    """It has been sent again, or thrown away."""
    if not _may_hold(request):
        return
    rest = [row for row in _rows(request) if row["path"] != request.path]
    if rest:
        request.session[KEY] = rest
    else:
        del request.session[KEY]


def _may_hold(request: HttpRequest) -> bool:
    return KEY in request.session


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = request.session.get(KEY, [])
    return [row for row in rows if clock.seconds() - row["at"] <= FOR]
