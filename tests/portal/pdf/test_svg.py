"""Which logos are let into a letterhead, and what is said about the others."""

from __future__ import annotations

import re

import pytest

from portal.pdf.svg import MAX_CHARACTERS, MAX_ELEMENTS, check_svg, checked_markup
from portal.templatetags.documents import letterhead_logo
from tests.portal.pdf.samples import LOGO


def logo(inside: str = "", attributes: str = "") -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" {attributes}>'
        f'<title>Märket</title><path d="M1 1h9z" fill="#123"/>{inside}</svg>'
    )


@pytest.mark.parametrize(
    "text",
    [
        LOGO,
        logo(),
        '<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->' + logo(),
        logo(
            '<g fill="none" transform="translate(1 2) rotate(-3)"><rect x="1" y="1" width="2" height="2" rx=".5"/></g>'
        ),
        logo(attributes='width="100%" height="40px" stroke="currentColor" stroke-linecap="round"'),
    ],
)
def test_plain_shapes_pass(text: str) -> None:
    assert check_svg(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "går inte att läsa"),
        ("<svg>", "går inte att läsa"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + logo(), "börjar med <!"),
        ('<?xml-stylesheet href="http://example.se/a.css"?>' + logo(), "<?"),
        (logo("<text>Region</text>"), "elementet text"),
        (logo("<style>path{fill:red}</style>"), "elementet style"),
        (logo("<script>alert(1)</script>"), "elementet script"),
        (logo('<image href="http://example.se/a.png"/>'), "elementet image"),
        (logo('<a href="http://example.se/"><path d="M0 0"/></a>'), "elementet a"),
        (logo("<foreignObject/>"), "elementet foreignObject"),
        (logo('<use href="#a"/>'), "elementet use"),
        (logo('<p xmlns="http://www.w3.org/1999/xhtml">x</p>'), "elementet p"),
        (logo('<path xmlns="http://example.se/other" d="M0 0"/>'), "elementet path"),
        (logo('<path d="M0 0" style="fill:red"/>'), "attributet style"),
        (logo('<path d="M0 0" onload="alert(1)"/>'), "attributet onload"),
        (logo('<path xmlns:x="http://www.w3.org/1999/xlink" x:href="#a" d="M0 0"/>'), "attributet href"),
        (logo('<path d="M0 0" fill="url(#a)"/>'), "Attributet fill"),
        (logo('<path d="M0 0" fill="URL (http://example.se/)"/>'), "Attributet fill"),
        (logo('<path d="M0 0&quot;&gt;&lt;img&gt;"/>'), "Attributet d"),
        (logo().replace('viewBox="0 0 48 48"', ""), "viewBox"),
        (logo().replace("0 0 48 48", "0 0 stor"), "viewBox"),
        (logo().replace("<title>Märket</title>", ""), "<title>"),
        (logo().replace("Märket", " "), "<title>"),
        (logo().replace(' xmlns="http://www.w3.org/2000/svg"', ""), "xmlns"),
        (logo(" " * MAX_CHARACTERS), "för stor"),
        (logo("<g>" * MAX_ELEMENTS + "</g>" * MAX_ELEMENTS), "för många delar"),
    ],
)
def test_everything_else_is_refused_with_a_sentence(text: str, said: str) -> None:
    faults = check_svg(text)
    assert any(said in fault for fault in faults)
    assert all(fault[0].isupper() and fault.endswith(".") for fault in faults)
    with pytest.raises(ValueError, match=re.escape(faults[0])):
        checked_markup(text)


def test_the_markup_is_written_anew_without_comment_or_namespace_prefix() -> None:
    markup = checked_markup("<!-- <img src=x> -->" + logo().replace("Märket", "A &lt;b&gt; &amp; c"))
    assert markup.startswith("<svg ") and "img" not in markup and "ns0" not in markup
    assert "<title>A &lt;b&gt; &amp; c</title>" in markup


def test_the_filter_gives_nothing_for_an_authority_without_a_logo() -> None:
    assert letterhead_logo("") == ""
    assert letterhead_logo(LOGO).startswith("<svg ")
