"""The pages that are measured: whose, where, and how many queries each may take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from applications.enums import ApplicationState
from applications.models import Application, Case
from applications.sections import SECTIONS
from portal.accounts.models import User
from reviews.selectors.queues import LATE, QUEUES

from . import kinds
from .surroundings import NAMES

START, TASKS, QUEUE, CASE = 6, 15, 12, 20  # the limits
TODAY = 25  # one for each queue that has something for the person, and the measured officer has something in each
PEOPLE = {
    "handläggaren": "handlaggare",
    "enhetschefen": "enhetschef",
    "ekonomen": "ekonom",
    "nämndsekreteraren": "namndsekreterare",
    "registratorn": "registrator",
    "attestanten": "attestant",
    "ledamoten": "ledamot",
    "sökanden": "sokande",
}


@dataclass(frozen=True)
class Page:
    """A page to fetch as somebody; `limit` is the most queries that it may take.

    `grows`: it reads what there is more of with the years, so that its time is held against the number of cases.
    """

    name: str
    person: str
    address: str
    limit: int
    grows: bool = True


def pages() -> Iterator[Page]:
    """Every kind of page that grows, or might, with the number of cases."""
    yield Page("Startsidan", "", reverse("portal:start"), START)
    yield Page("Mina sidor", "mätaren", reverse("applications:my_pages"), START)
    draft = Application.objects.get(state="draft", case__organisation__name="Region Örebro län", case__idea=None)
    yield Page("Ansökans delar", "sökanden", reverse("applications:application", args=[draft.pk]), TASKS, grows=False)
    for key, section in SECTIONS.items():
        address = reverse("applications:section", args=[draft.pk, key])
        yield Page(f"Delen {section.label}", "sökanden", address, TASKS, grows=False)
    yield Page("Granska och skicka in", "sökanden", reverse("applications:review", args=[draft.pk]), CASE, grows=False)
    settled = kinds.original(kinds.SETTLED)
    yield Page("Ärendet, sökandens", "sökanden", reverse("applications:case", args=[settled.pk]), CASE)
    for person in ("handläggaren", "enhetschefen", "registratorn", "ekonomen"):
        yield Page(f"Idag, {person}", person, reverse("admin:index"), TODAY)
    for key, queue in QUEUES.items():
        readers = [name for name, login in PEOPLE.items() if queue.roles & _user(login).role_names]
        for person in readers if key == LATE else readers[:1]:
            label = f"Kön {queue.label}, {person}" if key == LATE else f"Kön {queue.label}"
            yield Page(label, person, reverse("admin:queue", args=[key]), QUEUE)
    for words in ("26RS100", "Läsa", "Mätning", str(settled.dnr), "zeppelinare"):
        yield Page(f"Sök ”{words}”", "handläggaren", f"{reverse('admin:search')}?{urlencode({'q': words})}", QUEUE)
    for tab in ("", "ansokan/", "ekonomi/", "bedomning/", "projekt/", "handlingar/", "historik/"):
        yield Page(f"Ärendet, slutreglerat, /{tab}", "handläggaren", _case(settled) + tab, CASE)
    for application in _one_of_each_state():
        label = application.get_state_display().lower()
        for person in ("handläggaren", "enhetschefen"):
            yield Page(f"Ärendet, {label}, för {person}", person, _case(application.case), CASE)
    yield Page("Statistik", "enhetschefen", reverse("admin:statistics"), QUEUE)
    yield Page("Statistik, alla år", "enhetschefen", f"{reverse('admin:statistics')}?ar=alla", QUEUE)
    yield Page("Sammanträden", "nämndsekreteraren", reverse("admin:meetings"), QUEUE)
    yield Page("Nämnden", "ledamoten", reverse("reviews:board"), QUEUE)


def _case(case: Case) -> str:
    return reverse("admin:case", args=[case.pk])


def _one_of_each_state() -> Iterator[Application]:
    """An original case in each state that an officer sees, in the order of its life."""
    originals = Application.objects.exclude(case__organisation__name__startswith=NAMES)
    shared = originals.exclude(shared_at=None).select_related("case").order_by("case__dnr")
    for state in ApplicationState.values:
        yield from shared.filter(state=state)[:1]


def _user(login: str) -> User:
    return User.objects.get(email=f"{login}@example.se")
