"""A decision PDF, warm: what the portal's renderer costs beside WeasyPrint alone, turn about in one process."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from applications.documents import contents
from applications.models import Decision
from portal import clock, pdf
from portal.pdf.fetching import BASE_URL, ClosedFetcher
from portal.pdf.renderer import STATIC_ROOT, STYLE_SHEET

TIMES = 15
MOST = 1.3


@dataclass(frozen=True)
class Rendering:
    """Medians in milliseconds."""

    ours: float
    alone: float

    @property
    def ratio(self) -> float:
        return self.ours / self.alone


def measure() -> Rendering:
    """The real case's decision. WeasyPrint alone gets the same style sheet and fonts as warm as ours has them."""
    decision = Decision.objects.get(case__dnr="23RS10970")
    assert decision.frozen is not None
    html = render_to_string("pdf/decision.html", {"d": decision.frozen})
    source = contents.canonical(decision.frozen)
    title, created = str(decision), clock.now()
    fetcher, fonts = ClosedFetcher(STATIC_ROOT, ("pdf", "fonts")), FontConfiguration()
    style = CSS(url=STYLE_SHEET, url_fetcher=fetcher, font_config=fonts)

    def ours() -> object:
        enclosed = pdf.Attached("decision.json", source, "Beslutet som data")
        return pdf.render(html, title=title, created=created, attachments=[enclosed])

    def alone() -> object:
        page = HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher)
        return page.write_pdf(stylesheets=[style], font_config=fonts)

    times: dict[Callable[[], object], list[float]] = {ours: [], alone: []}
    for warm in (ours, alone):
        warm()
    for _ in range(TIMES):
        for render, taken in times.items():
            began = time.perf_counter()
            render()
            taken.append((time.perf_counter() - began) * 1000)
    return Rendering(statistics.median(times[ours]), statistics.median(times[alone]))
