"""What a page costs at each size: queries, and milliseconds of warm requests, asked in turns in one process."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User

from . import databases, surroundings
from .pages import PEOPLE, Page

ROUNDS, REQUESTS = 3, int(os.environ.get("BENCH_REQUESTS", 30))
FEW = 10  # requests to a page that does not grow


@dataclass(frozen=True)
class Cost:
    """`queries` of a warm request; milliseconds: the best of the rounds' medians; size in kilobytes."""

    queries: int
    median: float
    kilobytes: float


def measure(page: Page, names: Sequence[str]) -> list[Cost]:
    """Fetch it twice from each database to warm it, count once, then time them in turns, round after round.

    Raises AssertionError when it is no page.
    """
    clients, counts, sizes = {}, {}, {}
    for name in names:
        databases.use(name)
        clients[name] = client_of(page.person)
        for _ in range(2):
            response = clients[name].get(page.address)
            assert response.status_code == 200, f"{page.name}: {response.status_code} at {page.address}"
        with CaptureQueriesContext(connection) as asked:
            response = clients[name].get(page.address)
        counts[name], sizes[name] = len(asked), len(response.content) / 1024
    medians: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(ROUNDS if page.grows else 1):
        times: dict[str, list[float]] = {name: [] for name in names}
        for _ in range(REQUESTS if page.grows else FEW):
            for name in names:
                databases.use(name)
                times[name].append(_timed(clients[name], page.address))
        for name, taken in times.items():
            medians[name].append(statistics.median(taken))
    return [Cost(counts[name], min(medians[name]), sizes[name]) for name in names]


def client_of(person: str) -> Client:
    client = Client()
    if person:
        one = surroundings.member() if person == "mätaren" else User.objects.get(email=f"{PEOPLE[person]}@example.se")
        client.force_login(one)
    return client


def session_of(person: str) -> str:
    """The key of a session of the person, for requests from outside."""
    return str(client_of(person).cookies["sessionid"].value)


def _timed(client: Client, address: str) -> float:
    began = time.perf_counter()
    client.get(address)
    return (time.perf_counter() - began) * 1000
