"""`make bench`: measures at 1,000 and 10,000 cases, prints a table and ends with 1 when a limit is broken.

Limits are on what a slow machine does not change: numbers of queries, their growth, memory of a fresh worker, and the
ratio between our PDF and WeasyPrint's. Milliseconds are printed to be read.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

DATABASE = f"test_run_bench_{os.getpid()}"  # the tests' server clears away what a killed run has left
SIZES = (1_000, 10_000)
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
os.environ["BENCH_DATABASE"] = DATABASE

# Imports that are late: settings read the environment above, and the rest needs Django set up.
import django  # noqa: E402
import psycopg  # noqa: E402
from psycopg import sql  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from applications import jobs  # noqa: E402
from applications.models import Case, Document  # noqa: E402
from portal.demo import embedded  # noqa: E402
from tests.bench import documents, filling, pages, web  # noqa: E402

Costs = dict[pages.Page, pages.Cost]


def main() -> int:
    logging.disable(logging.WARNING)
    purpose = embedded.purpose_of(settings.DATABASES["default"])
    with embedded.running(purpose) if purpose else nullcontext(), own_database():
        call_command("migrate", verbosity=0)
        say("Berättar de ärenden som kopieras …")
        call_command("seed", stdout=open(os.devnull, "w"))  # noqa: SIM115 (ends with us)
        jobs.run_sweep()
        assert not Document.objects.filter(file=None).exists()
        costs = [at_size(size) for size in SIZES]
        broken = [*pages_table(*costs), *web_table(list(costs[0])), *document_table()]
    for line in broken:
        say(f"ÖVER GRÄNSEN: {line}")
    say("Alla gränser håller." if not broken else f"{len(broken)} gränser håller inte.")
    return 1 if broken else 0


@contextmanager
def own_database() -> Iterator[None]:
    """A database that is gone afterwards."""
    entry = settings.DATABASES["default"]
    address = {
        "host": entry["HOST"],
        "port": entry.get("PORT"),
        "user": entry["USER"],
        "password": entry.get("PASSWORD"),
    }
    with psycopg.connect(**{k: v for k, v in address.items() if v}, dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        try:
            yield
        finally:
            connection.close()
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
            shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def at_size(size: int) -> Costs:
    began = time.monotonic()
    filling.fill(size)
    assert Case.objects.count() == size
    say(f"{size} ärenden, fyllda på {time.monotonic() - began:.1f} s. Mäter …")
    return {page: pages.measure(page) for page in pages.pages()}


def pages_table(small: Costs, large: Costs) -> list[str]:
    broken = []
    say(f"\n{'':<44}{'':>6}{'frågor':>12}{'median, ms':>16}{'p95, ms':>16}{'kB':>12}")
    say(f"{'Sida':<44}{'gräns':>6}{small_large(6)}{small_large(8)}{small_large(8)}{small_large(6)}")
    for page, first in small.items():
        then = large[page]
        say(
            f"{page.name:<44}{page.limit:>6}{first.queries:>6}{then.queries:>6}{first.median:>8.0f}{then.median:>8.0f}"
            f"{first.p95:>8.0f}{then.p95:>8.0f}{first.kilobytes:>6.0f}{then.kilobytes:>6.0f}"
        )
        if max(first.queries, then.queries) > page.limit:
            broken.append(f"{page.name} ställer {max(first.queries, then.queries)} frågor, högst {page.limit}")
        if first.queries != then.queries:
            broken.append(
                f"{page.name} ställer {first.queries} frågor vid {SIZES[0]} och {then.queries} vid {SIZES[1]}"
            )
    return broken


def small_large(width: int) -> str:
    return "".join(f"{size:>{width}}" for size in SIZES)


def web_table(measured: list[pages.Page]) -> list[str]:
    sessions = {page.person: pages.session_of(page.person) if page.person else "" for page in measured}
    found = web.measure([(page.address, sessions[page.person]) for page in measured])
    say(f"\n{'Webbprocessen svarar efter':<44}{found.start_up:>10.1f} s")
    say(f"{'Minne, nystartad':<44}{found.fresh:>10.0f} MB av högst {web.MOST_FRESH}")
    say(f"{f'Minne efter {web.REQUESTS} sidor':<44}{found.used:>10.0f} MB")
    return [f"En nystartad webbprocess håller {found.fresh:.0f} MB"] if found.fresh > web.MOST_FRESH else []


def document_table() -> list[str]:
    found = documents.measure()
    say(f"\n{'Beslutet som PDF, vår rendering':<44}{found.ours:>10.0f} ms")
    say(f"{'WeasyPrint ensamt':<44}{found.alone:>10.0f} ms")
    say(f"{'Kvot':<44}{found.ratio:>10.2f} av högst {documents.MOST}\n")
    return [f"Beslutet tar {found.ratio:.2f} gånger WeasyPrints tid"] if found.ratio > documents.MOST else []


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
