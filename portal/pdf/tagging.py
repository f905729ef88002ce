"""Better tags than WeasyPrint 70.0 writes: what validators let pass but a person with a screen reader notices.

Page heads and feet become artifacts, header cells say what they head, lists say how they are numbered, links say
their text, a change of language is kept, and the space that a line break takes away stays in the text.
These are hooks into private functions, so the version is checked and veraPDF reads the result in the hard tests.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
import weasyprint
from weasyprint import draw
from weasyprint.formatting_structure.boxes import Box, MarginBox, TextBox
from weasyprint.layout import inline
from weasyprint.pdf import tags as pdf_tags
from weasyprint.pdf.stream import Stream

PINNED = "70.0"

if weasyprint.__version__ != PINNED:
    raise ImportError(
        f"portal/pdf/tagging.py reaches into WeasyPrint {PINNED}; {weasyprint.__version__} is installed. "
        "Read its tags.py anew, then move the pin."
    )

_build_box_tree = pdf_tags._build_box_tree
_draw_stacking_context = draw.draw_stacking_context
_split_text_box = inline.split_text_box
_marked = Stream.marked

_now_drawing = threading.local()  # .margin: "/Header" or "/Footer" while a page's margin box is drawn


def _tree(box: Box, parent: Any, pdf: pydyf.PDF, page: int, nums: Any, annotations: Any, tags: Any) -> Iterator[Any]:
    """The tag tree of a box, completed; margin boxes have none, since they are drawn as artifacts."""
    if isinstance(box, MarginBox):
        return
    source = getattr(box, "element", None)
    link = getattr(box, "link_annotation", None)
    if source is not None and link:
        link["Contents"] = pydyf.String(source.get("title") or " ".join("".join(source.itertext()).split()))
    for element in _build_box_tree(box, parent, pdf, page, nums, annotations, tags):
        if source is not None:
            _complete(element, box.element_tag, source)
        yield element


def _complete(element: pydyf.Dictionary, tag: str, source: Any) -> None:
    if element["S"] == "/TH" and tag == "th":
        element["A"]["Scope"] = "/Row" if source.get("scope") == "row" else "/Column"
    elif element["S"] == "/L" and tag in ("ol", "ul"):
        numbering = "/Decimal" if tag == "ol" else "/Disc"
        element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
    language = source.get("lang")
    if language and tag == source.tag and tag not in ("html", "body"):
        element["Lang"] = pydyf.String(language)


def _draw_context(stream: Stream, context: Any) -> None:
    if not isinstance(context.box, MarginBox):
        _draw_stacking_context(stream, context)
        return
    _now_drawing.margin = "/Header" if context.box.at_keyword.startswith("@top") else "/Footer"
    try:
        _draw_stacking_context(stream, context)
    finally:
        _now_drawing.margin = None


def _split(context: Any, box: TextBox, width: Any, skip: int, is_line_start: bool = True) -> tuple[Any, Any, bool]:
    """Split a text where a line ends, and remember on the first part the space that the break took away."""
    line, resume, preserved = _split_text_box(context, box, width, skip, is_line_start)
    if line is not None:
        rest = box.text.encode()[skip:].decode()
        broken = resume is not None and rest.startswith(line.text + " ")
        line.whole_text = line.text + " " if broken else None
    return line, resume, preserved


@contextmanager
def _mark(stream: Stream, box: Box, tag: str) -> Iterator[None]:
    margin = getattr(_now_drawing, "margin", None)
    if stream._tags is None or not (margin or getattr(box, "whole_text", None)):
        with _marked(stream, box, tag):
            yield
        return
    if margin:
        stream.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Pagination", "Subtype": margin}))
    else:
        mcid = len(stream._tags)
        stream._tags[box] = {"tag": tag, "mcid": mcid}
        properties = {"MCID": mcid, "ActualText": pydyf.String(box.whole_text)}
        stream.begin_marked_content(tag, pydyf.Dictionary(properties))
    try:
        yield
    finally:
        stream.end_marked_content()


def install() -> None:
    """Put the hooks in place; a second call changes nothing."""
    pdf_tags._build_box_tree = _tree
    draw.draw_stacking_context = _draw_context
    inline.split_text_box = _split
    Stream.marked = _mark
