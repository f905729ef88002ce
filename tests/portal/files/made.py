"""Files of every kind, small and made on the spot: sound ones, locked ones, and those that run or burst."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

import pikepdf
from PIL import Image

from portal.files.checks import TYPES

NAME, ARRAY, DICT = pikepdf.Name, pikepdf.Array, pikepdf.Dictionary
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504


def picture(kind: str = "PNG", *, size: tuple[int, int] = (2, 2)) -> bytes:
    out = io.BytesIO()
    Image.new("L", size).save(out, kind)
    return out.getvalue()


PNG, JPG = picture(), picture("JPEG")


def claiming(width: int, height: int) -> bytes:
    """A picture of a few bytes that says it is this large."""
    head = bytearray(PNG)
    head[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    head[29:33] = zlib.crc32(bytes(head[12:29])).to_bytes(4, "big")
    return bytes(head)


def saved(document: pikepdf.Pdf, **how: Any) -> bytes:
    out = io.BytesIO()
    document.save(out, **how)
    return out.getvalue()


def pdf(*, pages: int = 1, password: str = "") -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    return saved(document, encryption=pikepdf.Encryption(user=password, owner=password) if password else False)


def running(where: str) -> bytes:
    """A PDF with something that runs: when it is opened, by name, at a page, in a form, or another program."""
    document = pikepdf.new()
    document.add_blank_page()
    page = document.pages[0].obj
    script = DICT(S=NAME.JavaScript, JS=pikepdf.String("app.alert(1)"))
    if where == "opened":
        document.Root.OpenAction = script
    elif where == "named":
        document.Root.Names = DICT(JavaScript=DICT(Names=ARRAY([pikepdf.String("a"), document.make_indirect(script)])))
    elif where == "page":
        page.AA = DICT(O=script)
    elif where == "form":
        field = DICT(FT=NAME.Tx, T=pikepdf.String("belopp"), AA=DICT(C=script))
        document.Root.AcroForm = DICT(Fields=ARRAY([document.make_indirect(field)]))
    elif where == "chain":
        page.Annots = ARRAY([DICT(Subtype=NAME.Link, A=DICT(S=NAME.URI, Next=ARRAY([script])))])
    else:
        document.Root.OpenAction = DICT(S=NAME.Launch, F=pikepdf.String("calc.exe"))
    return saved(document)


def speaking_of_scripts() -> bytes:
    """Nothing runs in it: a title and a link mention scripts."""
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Title"] = "Handbok i /JS och /JavaScript"
    document.pages[0].obj.Annots = ARRAY([DICT(Subtype=NAME.Link, A=DICT(S=NAME.URI, URI=pikepdf.String("/JS")))])
    return saved(document)


def bursting() -> bytes:
    """A PDF whose list of objects unpacks to a hundred and fifty million bytes."""
    packer = zlib.compressobj(9)
    stream = packer.compress(b"1 0 ")
    stream += b"".join(packer.compress(b" " * 1_000_000) for _ in range(150)) + packer.flush()
    out, at = io.BytesIO(), {}
    out.write(b"%PDF-1.5\n")
    parts = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots 4 0 R>>",
        5: b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(stream) + stream + b"\nendstream",
    }
    for number, text in parts.items():
        at[number] = out.tell()
        out.write(b"%d 0 obj\n" % number + text + b"\nendobj\n")
    rows = [(0, 0, 65535), (1, at[1], 0), (1, at[2], 0), (1, at[3], 0), (2, 5, 0), (1, at[5], 0)]
    table = b"".join(
        kind.to_bytes(1, "big") + one.to_bytes(4, "big") + two.to_bytes(2, "big") for kind, one, two in rows
    )
    start = out.tell()
    out.write(b"6 0 obj\n<</Type/XRef/Size 6/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(table) + table)
    out.write(b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % start)
    return out.getvalue()


def told_pdf(*, font: bool = True, tagged: bool = True, title: str = "Slutrapport", language: str = "sv-SE") -> bytes:
    """A PDF as it is told to those who listen: with text, tags, title and language, or without."""
    document = pikepdf.new()
    document.add_blank_page()
    page = document.pages[0].obj
    if font:
        page.Resources = DICT(Font=DICT(F1=DICT(Type=NAME.Font, Subtype=NAME.Type1, BaseFont=NAME.Helvetica)))
    if tagged:
        document.Root.MarkInfo = DICT(Marked=True)
        document.Root.StructTreeRoot = document.make_indirect(DICT(Type=NAME.StructTreeRoot))
    if title:
        document.docinfo["/Title"] = title
    if language:
        document.Root.Lang = pikepdf.String(language)
    return saved(document)


def packed(parts: dict[str, str | bytes], *, level: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", level) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def docx(more: dict[str, str | bytes] | None = None) -> bytes:
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"} | (more or {}))


def xlsx(more: dict[str, str | bytes] | None = None) -> bytes:
    return packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"} | (more or {}))


def odf(ending: str = ".odt", more: dict[str, str | bytes] | None = None) -> bytes:
    return packed({"mimetype": TYPES[ending], "content.xml": "<c/>"} | (more or {}))


def locked_zip() -> bytes:
    """A zip whose member says that it is encrypted, as an archive with a password does."""
    data = bytearray(packed({"mimetype": TYPES[".odt"]}))
    data[6] |= 1  # the flag in the member's own head
    data[data.rindex(b"PK\x01\x02") + 8] |= 1  # and in the list at the end
    return bytes(data)


def locked_odf() -> bytes:
    """As LibreOffice writes one with a password: the list of parts says how each is encrypted."""
    manifest = '<manifest:file-entry><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
    return odf(more={"META-INF/manifest.xml": manifest})


def overlapping() -> bytes:
    """Two entries in the list for the bytes of one, as the small archives that fill a disk have thousands."""
    data = packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "x" * 5000})
    at = data.index(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    listed, tail = data[at:end], bytearray(data[end:])
    count = 2 * 4
    tail[8:12] = count.to_bytes(2, "little") * 2
    tail[12:16] = (len(listed) * 4).to_bytes(4, "little")
    return data[:at] + listed * 4 + bytes(tail)


def burst_zip() -> bytes:
    """Half a megabyte that unpacks to more than four hundred."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<w/>")
        with archive.open("word/media/image1.bmp", "w", force_zip64=True) as part:
            for _ in range(410):
                part.write(bytes(1024 * 1024))
    return out.getvalue()
