"""A track with numbered steps, each a call of its own."""

from datetime import date
from decimal import Decimal
from typing import Any

from applications.models import Call, CallWindow, Track
from portal import clock
from portal.demo.stories.script import Story
from portal.demo.world import moment
from tests import factories
from tests.factories import grants

OVER = date(2028, 1, 10)  # when the first step's year has ended


def track(name: str = "Utmaningar") -> Track:
    return Track.objects.create(programme=factories.world().growth, name=name, slug=f"prov-{Track.objects.count()}")


def step(of: Track, number: int, **rules: Any) -> Call:
    """An open call without last day, unless `closes_in` days are given."""
    call = factories.call(**({"closes_in": None} | rules))
    Call.objects.filter(pk=call.pk).update(track=of, step=number, name=f"Steg {number}")
    return Call.objects.get(pk=call.pk)


def window(call: Call, opens: date, closes: date) -> CallWindow:
    """One more time to apply, from eight to twelve o'clock."""
    return CallWindow.objects.create(call=call, opens_at=moment(opens, 8), closes_at=moment(closes, 12))


def only_window(call: Call, opens: date, closes: date) -> CallWindow:
    call.windows.all().delete()
    return window(call, opens, closes)


def finished(call: Call, *, title: str = "Läsa högt hemma") -> Story:
    """A project of one calendar year, its final reporting approved in the January after. The clock is the caller's."""
    tale = grants.running_tale(call, title=title)
    with clock.at(moment(OVER)):
        grants.finish(tale, 1, {"personal": Decimal(50_000)})
    return tale
