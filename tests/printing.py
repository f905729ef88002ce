"""Letters that are set once: many tests make the same letter on their way to what they try, and setting it is dear.

Setting is a pure function of its arguments (tests/portal/pdf/test_render.py holds it to that), so a worker keeps what
it has set. Tests about the setting itself call `portal.pdf` and are not touched by this.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache

import pytest

from applications.documents import making
from portal import pdf


class SetOnce:
    """`portal.pdf` as the making of documents sees it, with a memory."""

    Attached = pdf.Attached
    page_count = staticmethod(pdf.page_count)

    def __init__(self) -> None:
        self._set = cache(pdf.render)

    def render(
        self,
        html: str,
        *,
        title: str,
        created: datetime,
        attachments: Sequence[pdf.Attached] = (),
        pictures: Sequence[pdf.Picture] = (),
        brand: str = "",
    ) -> bytes:
        enclosed, shown = tuple(attachments), tuple(pictures)
        return self._set(html, title=title, created=created, attachments=enclosed, pictures=shown, brand=brand)


@contextmanager
def set_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "pdf", SetOnce())
        yield


@contextmanager
def set_anew() -> Iterator[None]:
    """For a test that asks whether making a document again gives the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "pdf", pdf)
        yield
