"""What each kind of page costs: queries, and milliseconds of warm requests through Django's test client."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.enums import ApplicationState
from applications.models import Application, Case
from applications.sections import SECTIONS
from portal.accounts.models import User
from reviews.selectors.queues import QUEUES

from . import filling

WARM = 15
START, TASKS, QUEUE, CASE = 6, 15, 12, 20  # the limits
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
    """A page to fetch as somebody; `limit` is the most queries that it may take."""

    name: str
    person: str
    address: str
    limit: int


@dataclass(frozen=True)
class Cost:
    """`queries` of a warm request; milliseconds: the median and what 95 of 100 stay under; size in kilobytes."""

    queries: int
    median: float
    p95: float
    kilobytes: float


def pages() -> Iterator[Page]:
    """Every kind of page that grows, or might, with the number of cases."""
    yield Page("Startsidan", "", reverse("portal:start"), START)
    yield Page("Mina sidor", "mätaren", reverse("applications:my_pages"), START)
    draft = Application.objects.get(state="draft", case__organisation__name="Region Örebro län", case__idea=None)
    yield Page("Ansökans delar", "sökanden", reverse("applications:application", args=[draft.pk]), TASKS)
    for key, section in SECTIONS.items():
        address = reverse("applications:section", args=[draft.pk, key])
        yield Page(f"Delen {section.label}", "sökanden", address, TASKS)
    yield Page("Granska och skicka in", "sökanden", reverse("applications:review", args=[draft.pk]), CASE)
    settled = Case.objects.get(dnr="23RS10970")
    yield Page("Ärendet, sökandens", "sökanden", reverse("applications:case", args=[settled.pk]), CASE)
    yield Page("Idag", "handläggaren", reverse("admin:index"), TASKS)
    for key, queue in QUEUES.items():
        person = next(name for name, login in PEOPLE.items() if queue.roles & _user(login).role_names)
        yield Page(f"Kön {queue.label}", person, reverse("admin:queue", args=[key]), QUEUE)
    for words in ("26RS100", "Läsa", "Mätning", "23RS10970"):
        yield Page(f"Sök ”{words}”", "handläggaren", f"{reverse('admin:search')}?{urlencode({'q': words})}", QUEUE)
    for tab in ("", "ansokan/", "ekonomi/", "bedomning/", "projekt/", "handlingar/", "historik/"):
        yield Page(f"Ärendet, slutreglerat, /{tab}", "handläggaren", _case(settled) + tab, CASE)
    for application in _one_of_each_state():
        label = application.get_state_display().lower()
        for person in ("handläggaren", "enhetschefen"):
            yield Page(f"Ärendet, {label}, för {person}", person, _case(application.case), CASE)
    yield Page("Sammanträden", "nämndsekreteraren", reverse("admin:meetings"), QUEUE)
    yield Page("Nämnden", "ledamoten", reverse("reviews:board"), QUEUE)


def _case(case: Case) -> str:
    return reverse("admin:case", args=[case.pk])


def _one_of_each_state() -> Iterator[Application]:
    """An original case in each state that an officer sees, in the order of its life."""
    originals = Application.objects.exclude(case__organisation__name__startswith=filling.NAMES)
    shared = originals.exclude(shared_at=None).select_related("case").order_by("case__dnr")
    for state in ApplicationState.values:
        yield from shared.filter(state=state)[:1]


def measure(page: Page) -> Cost:
    """Fetch it twice to warm it, count once, then time it. Raises AssertionError when it is no page."""
    client = _client(page.person)
    for _ in range(2):
        response = client.get(page.address)
        assert response.status_code == 200, f"{page.name}: {response.status_code} at {page.address}"
    with CaptureQueriesContext(connection) as asked:
        response = client.get(page.address)
    queries = len(asked)  # now: the next request clears the log
    times = sorted(_timed(client, page.address) for _ in range(WARM))
    p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return Cost(queries, statistics.median(times), p95, len(response.content) / 1024)


def session_of(person: str) -> str:
    """The key of a session of the person, for requests from outside."""
    return str(_client(person).cookies["sessionid"].value)


def _timed(client: Client, address: str) -> float:
    began = time.perf_counter()
    client.get(address)
    return (time.perf_counter() - began) * 1000


def _client(person: str) -> Client:
    client = Client()
    if person:
        client.force_login(filling.member() if person == "mätaren" else _user(PEOPLE[person]))
    return client


def _user(login: str) -> User:
    return User.objects.get(email=f"{login}@example.se")
