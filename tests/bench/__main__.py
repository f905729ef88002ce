"""`make bench`: measures at 1,000 and 100,000 cases, prints a table and ends with 1 when a limit is broken.

Limits are on what a slow machine does not change: numbers of queries, their growth, how many times slower a page is
where there is more, memory of a fresh worker, and the ratio between our PDF and WeasyPrint's. Milliseconds are printed
to be read. BENCH_LARGE sets another larger size and BENCH_REQUESTS fewer requests, for who works with the bench.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from contextlib import nullcontext

RUN = f"test_run_bench_{os.getpid()}"  # the tests' server clears away what a killed run has left
SIZES = (1_000, int(os.environ.get("BENCH_LARGE", 100_000)))
NAMES = tuple(f"{RUN}_{size}" for size in SIZES)
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
os.environ["BENCH_DATABASE"] = NAMES[-1]

# Imports that are late: settings read the environment above, and the rest needs Django set up.
import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from applications import jobs  # noqa: E402
from applications.models import Case, Document  # noqa: E402
from portal.demo import embedded  # noqa: E402
from reviews.services import counting  # noqa: E402
from tests.bench import databases, documents, filling, measuring, originals, pages, plans, web  # noqa: E402

MOST_SLOWER = 2.0  # times the median at the smaller size
FILL_SECONDS = 300
Costs = dict[pages.Page, list[measuring.Cost]]


def main() -> int:
    logging.disable(logging.WARNING)
    purpose = embedded.purpose_of(settings.DATABASES["default"])
    with embedded.running(purpose) if purpose else nullcontext(), databases.own(RUN, *NAMES):
        call_command("migrate", verbosity=0)
        say("Berättar de ärenden som kopieras …")
        call_command("seed", stdout=open(os.devnull, "w"))  # noqa: SIM115 (ends with us)
        originals.add()
        jobs.run_sweep()
        assert not Document.objects.filter(file=None).exists()
        broken = [line for size, name in zip(SIZES, NAMES, strict=True) for line in filled(size, name)]
        say(f"Frågeplaner: {plans.write(SIZES[-1])}")
        costs = {page: measuring.measure(page, NAMES) for page in list(pages.pages())}
        databases.use(NAMES[-1])
        broken += [*pages_table(costs), *web_table(list(costs)), *document_table()]
    for line in broken:
        say(f"ÖVER GRÄNSEN: {line}")
    say("Alla gränser håller." if not broken else f"{len(broken)} gränser håller inte.")
    return 1 if broken else 0


def filled(size: int, name: str) -> list[str]:
    databases.copy(RUN, name)
    databases.use(name)
    began = time.monotonic()
    filling.fill(size)
    took = time.monotonic() - began
    assert Case.objects.count() == size
    counting.count()
    say(f"{size} ärenden, fyllda på {took:.0f} s.")
    return [f"Att fylla {size} ärenden tog {took:.0f} s, högst {FILL_SECONDS}"] if took > FILL_SECONDS else []


def pages_table(costs: Costs) -> list[str]:
    broken = []
    say(f"\n{'':<48}{'':>6}{'frågor':>14}{'median, ms':>16}{'':>7}{'kB':>14}")
    say(f"{'Sida':<48}{'gräns':>6}{small_large(7)}{small_large(8)}{'kvot':>7}{small_large(7)}")
    for page, (first, then) in costs.items():
        ratio = then.median / first.median
        say(
            f"{page.name:<48}{page.limit:>6}{first.queries:>7}{then.queries:>7}{first.median:>8.0f}{then.median:>8.0f}"
            f"{ratio:>7.2f}{first.kilobytes:>7.0f}{then.kilobytes:>7.0f}"
        )
        if max(first.queries, then.queries) > page.limit:
            broken.append(f"{page.name} ställer {max(first.queries, then.queries)} frågor, högst {page.limit}")
        if first.queries != then.queries:
            broken.append(
                f"{page.name} ställer {first.queries} frågor vid {SIZES[0]} och {then.queries} vid {SIZES[1]}"
            )
        if page.grows and ratio > MOST_SLOWER:
            broken.append(f"{page.name} tar {ratio:.2f} gånger så lång tid vid {SIZES[1]} som vid {SIZES[0]}")
    return broken


def small_large(width: int) -> str:
    return "".join(f"{size:>{width}}" for size in SIZES)


def web_table(measured: list[pages.Page]) -> list[str]:
    sessions = {page.person: measuring.session_of(page.person) if page.person else "" for page in measured}
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
