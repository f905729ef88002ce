"""A file's name is kept as people see it, and is safe to show, to sort and to save."""

import unicodedata

import pytest

from portal.files.names import LONGEST, clean_name


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Intyg från Örebro å Ä ö.pdf", "Intyg från Örebro å Ä ö.pdf"),
        (unicodedata.normalize("NFD", "Åtgärd för Örebro.pdf"), "Åtgärd för Örebro.pdf"),
        ("C:\\Users\\karin\\Skrivbord\\intyg.pdf", "intyg.pdf"),
        ("../../etc/passwd", "passwd"),
        ("/srv/filer/intyg.pdf", "intyg.pdf"),
        ('intyg<"|?*>:.pdf', "intyg.pdf"),
        ("intyg\r\nSet-Cookie: x.pdf", "intygSet-Cookie x.pdf"),
        ("intyg\u202efdp.exe", "intygfdp.exe"),
        ("\u2066intyg\u2069\u200b.pdf", "intyg.pdf"),
        ("intyg\u00a02026\u2003maj.pdf", "intyg 2026 maj.pdf"),
        ("intyg\ud800.pdf", "intyg.pdf"),
        ("intyg\0.pdf", "intyg.pdf"),
        ("..dold.pdf", "dold.pdf"),
        (" . intyg . pdf . ", "intyg . pdf"),
        (".pdf", "namnlös fil.pdf"),
        ("   ", "namnlös fil"),
        ("...", "namnlös fil"),
        ("", "namnlös fil"),
        ("中文 ✓.pdf", "中文 ✓.pdf"),
    ],
)
def test_a_name_is_kept_as_people_see_it(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.parametrize(
    ("name", "ending"),
    [("å" * 300 + ".pdf", "å.pdf"), ("a" * 158 + " .docx", "a.docx"), ("x." + "y" * 300, "yyy")],
)
def test_a_long_name_keeps_its_ending(name: str, ending: str) -> None:
    clean = clean_name(name)
    assert len(clean) <= LONGEST
    assert clean.endswith(ending)


def test_a_cleaned_name_is_clean() -> None:
    for name in (".pdf", "a" * 300 + ".pdf", " x .pdf", "å/ä/ö.odt"):
        assert clean_name(clean_name(name)) == clean_name(name)
