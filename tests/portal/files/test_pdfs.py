"""What keeps people from reading a PDF is told, and stops nobody."""

import io

import pikepdf
import pytest

from portal.files import pdfs
from portal.files.pdfs import Remark

from . import made


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, []),
        ({"font": False}, [Remark.SCANNED]),
        ({"font": False, "tagged": False, "title": ""}, [Remark.SCANNED]),
        ({"tagged": False}, [Remark.UNTAGGED]),
        ({"title": ""}, [Remark.NO_TITLE]),
        ({"title": "  "}, [Remark.NO_TITLE]),
        ({"language": ""}, [Remark.NO_LANGUAGE]),
        ({"tagged": False, "title": "", "language": ""}, [Remark.UNTAGGED, Remark.NO_TITLE, Remark.NO_LANGUAGE]),
    ],
)
def test_what_a_pdf_lacks(given: dict[str, object], codes: list[Remark]) -> None:
    assert pdfs.remarks(io.BytesIO(made.told_pdf(**given))) == codes  # type: ignore[arg-type]


def test_a_text_inside_a_form_on_the_page_is_no_scan() -> None:
    document = pikepdf.open(io.BytesIO(made.told_pdf(font=False)))
    form = document.make_stream(b"BT ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    form.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pikepdf.Dictionary(Type=pikepdf.Name.Font)))
    document.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X1=form))
    assert pdfs.remarks(io.BytesIO(made.saved(document))) == []


def test_a_title_among_the_metadata_is_a_title() -> None:
    document = pikepdf.open(io.BytesIO(made.told_pdf(title="")))
    with document.open_metadata(update_docinfo=False) as metadata:
        metadata["dc:title"] = "Slutrapport"
    assert pdfs.remarks(io.BytesIO(made.saved(document))) == []


def test_an_oddly_made_pdf_gets_no_remark() -> None:
    document = pikepdf.open(io.BytesIO(made.told_pdf()))
    document.Root.MarkInfo = pikepdf.Array([1])
    document.pages[0].obj.Resources = pikepdf.Array([])
    assert pdfs.remarks(io.BytesIO(made.saved(document))) in ([], [Remark.SCANNED])


def test_each_remark_says_how_to_mend_it_and_an_old_one_says_nothing() -> None:
    told = pdfs.told([*Remark, "något gammalt"])
    assert len(told) == len(Remark)
    assert told[0].startswith("Filen verkar vara inskannad. Den går inte att läsa med skärmläsare")
    assert all("PDF" in text for text in told)
