"""Documents of a case that are there already: a letter on the way to what a test tries need not be set each time.

One page, set once per process, stands in the file of all of them; what a letter says is tried where letters are made.
"""

from datetime import UTC, datetime
from functools import cache

from applications.documents import making
from applications.models import Case
from portal import pdf

PAGE = '<html lang="sv"><head><title>Handling</title></head><body><h1>Handling</h1><p>Framställd.</p></body></html>'


@cache
def _page() -> bytes:
    return pdf.render(PAGE, title="Handling", created=datetime(2026, 1, 2, 9, tzinfo=UTC))


def make_ready(case: Case) -> None:
    """All that the case is owed is made; its documents can be sent, opened and counted."""
    for document in case.documents.filter(file=None):
        making.keep(document, _page())
