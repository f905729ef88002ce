"""One warm renderer per process: style sheet and fonts are read once, which halves the cost of a short document."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from portal.look.contrast import is_hex
from portal.pdf import archive, tagging
from portal.pdf.characters import printable, without
from portal.pdf.contract import Attached, Picture, Rendered, RenderError
from portal.pdf.fetching import BASE_URL, ClosedFetcher

STATIC_ROOT = Path(__file__).resolve().parents[2] / "static"
STYLE_SHEET = BASE_URL + "pdf/pdf.css"

_OWN_STYLE = frozenset({"base", "link", "script", "style"})
_LINKS_OUT = frozenset({"http", "https", "mailto", "tel"})
_NO_GLYPH = ".notdef glyph rendered"  # how WeasyPrint 70.0 begins the warning; its first argument is the character


class _Log(logging.Handler):
    """Keeps what WeasyPrint only logs: a picture that failed, a property it does not know, a missing glyph."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def errors(self) -> list[str]:
        return [record.getMessage() for record in self.records if record.levelno >= logging.ERROR]

    def warnings(self) -> tuple[str, ...]:
        return tuple(record.getMessage() for record in self.records if record.levelno < logging.ERROR)

    def characters_without_glyph(self) -> set[str]:
        found = [record.args for record in self.records if str(record.msg).startswith(_NO_GLYPH)]
        return {str(args[0]) for args in found if isinstance(args, tuple)}


class Renderer:
    """Style sheet, fonts and image cache, kept warm; one document at a time, since WeasyPrint promises no threads."""

    def __init__(self) -> None:
        tagging.install()
        self._lock = threading.Lock()
        self._fetcher = ClosedFetcher(STATIC_ROOT, ("pdf", "fonts"))
        self._fonts = FontConfiguration()
        self._images: dict[str, object] = {}
        with self._watched() as log:
            self._css = CSS(url=STYLE_SHEET, url_fetcher=self._fetcher, font_config=self._fonts)
        if log.records:
            raise RenderError("static/pdf/pdf.css: " + "; ".join(record.getMessage() for record in log.records))

    def render(
        self,
        html: str,
        *,
        title: str,
        created: datetime,
        attachments: Sequence[Attached] = (),
        pictures: Sequence[Picture] = (),
        brand: str = "",
    ) -> Rendered:
        """See portal.pdf.render."""
        _check(title, created, attachments, brand)
        html, title = printable(html), printable(title)
        with self._lock, self._fetcher.showing(pictures):
            with self._watched() as log:
                data = self._write(html, title, created, attachments, brand)
            if missing := log.characters_without_glyph():
                with self._watched() as second:
                    data = self._write(without(html, missing), title, created, attachments, brand)
                second.records[:0] = log.records
                log = second
        if errors := log.errors():
            raise RenderError("; ".join(errors))
        return Rendered(data, log.warnings())

    def _write(self, html: str, title: str, created: datetime, attachments: Sequence[Attached], brand: str) -> bytes:
        page = HTML(string=html, base_url=BASE_URL, url_fetcher=self._fetcher)
        # By local name: a <style> inside an SVG could teach the warm fonts a face of its own.
        tags = {str(element.tag).rpartition("}")[2] for element in page.etree_element.iter()}
        if carried := tags & _OWN_STYLE:
            raise RenderError(f"the page carries elements of its own style: {', '.join(sorted(carried))}")
        # Pictures of people's own are not kept: the warm cache would grow with every document.
        images: dict[str, object] = {} if self._fetcher.shows else self._images
        sheets = [self._css, CSS(string=f":root {{ --brand: {brand}; }}")] if brand else [self._css]
        document = page.render(stylesheets=sheets, font_config=self._fonts, cache=images, pdf_variant="pdf/a-3a")
        _check_links(document)
        instant = created.astimezone(UTC)
        document.metadata.title = title
        document.metadata.created = document.metadata.modified = instant.strftime("%Y-%m-%dT%H:%M:%SZ")
        data: bytes = document.write_pdf(
            pdf_variant="pdf/a-3a",
            cache=images,
            attachments=[self._attachment(each, instant) for each in sorted(attachments, key=lambda each: each.name)],
            finisher=archive.finish,
        )
        return data

    def _attachment(self, attached: Attached, instant: datetime) -> Attachment:
        return Attachment(
            string=attached.data,
            name=attached.name,
            description=attached.description,
            relationship=attached.relationship,
            created=instant,  # without dates of ours it would read the clock, and no two files would be equal
            modified=instant,
            url_fetcher=self._fetcher,
        )

    @contextmanager
    def _watched(self) -> Iterator[_Log]:
        """Listen to WeasyPrint's log and turn every refused address into a RenderError, fatal or swallowed."""
        log = _Log()
        logger = logging.getLogger("weasyprint")
        logger.addHandler(log)
        self._fetcher.denied.clear()
        try:
            yield log
        except FatalURLFetchingError as error:
            raise RenderError(str(error)) from error
        finally:
            logger.removeHandler(log)
        if self._fetcher.denied:
            raise RenderError(f"address outside the package: {', '.join(self._fetcher.denied)}")


def _check(title: str, created: datetime, attachments: Sequence[Attached], brand: str) -> None:
    if not printable(title).strip():
        raise ValueError("a document needs a title")
    if created.tzinfo is None:
        raise ValueError("created must be an aware datetime")
    if brand and not is_hex(brand):
        raise ValueError("the brand is no colour")
    if len({each.name for each in attachments}) != len(attachments):
        raise ValueError("two attachments have the same name")


def _check_links(document: Document) -> None:
    """No file may ride along by way of <a rel=attachment>, and a printed link leads out into the world or nowhere."""
    for page in document.pages:
        for kind, target, *_ in page.links:
            if kind == "attachment":
                raise RenderError(f"the page attaches a file: {target}")
            if kind == "external" and not _leads_out(target):
                raise RenderError(f"the page links to {target}")


def _leads_out(address: str) -> bool:
    return address.partition(":")[0].lower() in _LINKS_OUT and not address.startswith(BASE_URL)


@cache
def shared_renderer() -> Renderer:
    """The renderer of this process, made on first use."""
    return Renderer()
