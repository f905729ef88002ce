"""HTML in, one archival and accessible PDF out: the only package that touches WeasyPrint, loaded on first use.

    from portal import pdf
    data = pdf.render(html, title="Beslut: stöd till …", created=decided_at, attachments=[pdf.Attached(…)])

WeasyPrint and its system libraries are imported by the first call, so that a web worker which never renders
neither needs them in memory nor pays for their start.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from portal.pdf.contract import Attached, Picture, Rendered, RenderError

__all__ = ["Attached", "Picture", "RenderError", "Rendered", "page_count", "render", "render_with_warnings"]


def render(
    html: str,
    *,
    title: str,
    created: datetime,
    attachments: Sequence[Attached] = (),
    pictures: Sequence[Picture] = (),
    brand: str = "",
) -> bytes:
    """Render a whole HTML page to PDF/A-3a and PDF/UA-1 in one file.

    The same arguments give the same bytes within one environment (architecture.md §7): every date in the file,
    also those of the attachments, is `created`, an aware instant. The page gets its look from static/pdf/pdf.css;
    it may carry no styles, links to files or scripts of its own, and shows no pictures but `pictures`. `brand` is
    the authority's colour (#14534a), "" the portal's own.

    Raises RenderError when the page asks for anything outside static/pdf and static/fonts, or cannot be made
    whole (no lang, no text for a picture); ValueError for a naive `created`, an empty title a brand that is no
    colour, or two attachments with one name.
    """
    return render_with_warnings(
        html, title=title, created=created, attachments=attachments, pictures=pictures, brand=brand
    ).data


def render_with_warnings(
    html: str,
    *,
    title: str,
    created: datetime,
    attachments: Sequence[Attached] = (),
    pictures: Sequence[Picture] = (),
    brand: str = "",
) -> Rendered:
    """As render(), and also what WeasyPrint warned about: tests of the templates ask for an empty list."""
    from portal.pdf.renderer import shared_renderer

    return shared_renderer().render(
        html, title=title, created=created, attachments=attachments, pictures=pictures, brand=brand
    )


def page_count(data: bytes) -> int:
    """The number of pages of a PDF; raises pikepdf.PdfError when the bytes are no PDF."""
    import pikepdf

    with pikepdf.open(BytesIO(data)) as document:
        return len(document.pages)
