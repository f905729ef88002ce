"""What goes into the renderer beside the HTML, what comes out, and how it fails."""

from __future__ import annotations

from dataclasses import dataclass


class RenderError(Exception):
    """The document could not be made, or would have been made with something missing or fetched from elsewhere.

    An ordinary exception on purpose: WeasyPrint's own fatal error is a BaseException, which would end a worker.
    """


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that lies inside the PDF, for example the decision as JSON.

    `relationship` is PDF/A-3's word for how the file relates to the pages: Data, Source, Supplement, Alternative
    or Unspecified (ISO 19005-3, Annex E).
    """

    name: str
    data: bytes
    description: str
    relationship: str = "Data"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the page shows with <img src="…">: its address, which names its content, its bytes and type."""

    address: str
    data: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF and what was logged on the way at level WARNING (errors become RenderError)."""

    data: bytes
    warnings: tuple[str, ...]
