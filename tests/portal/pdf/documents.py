"""Renders the samples, and small pages, the way the documents of the portal are rendered."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from portal import pdf
from tests.portal.pdf import samples


def decision(view: dict[str, Any]) -> pdf.Rendered:
    html = render_to_string("pdf/decision.html", {"d": view})
    return pdf.render_with_warnings(html, title=f"Beslut: {view['title']}", created=samples.CREATED)


def receipt(view: dict[str, Any]) -> pdf.Rendered:
    html = render_to_string("pdf/receipt.html", {"r": view})
    return pdf.render_with_warnings(html, title=f"Mottagningsbevis: {view['title']}", created=samples.CREATED)


def page(body: str, lang: str = ' lang="sv"') -> str:
    """A whole page round some HTML."""
    return (
        f"<!doctype html><html{lang}><head><title>Prov</title></head>"
        f'<body data-foot="Prov"><h1>Rubrik</h1>{body}</body></html>'
    )
