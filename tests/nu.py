"""Asks the Nu HTML Checker whether pages are valid HTML: all in one run, since its Java machine is slow to start.

The checker is the package vnu-jar, fetched once by npm into var/nu under its version, and used only when its bytes are
those that are named here. It needs Java 17 or later.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

PACKAGE, VERSION = "vnu-jar", "26.9.27"
INTEGRITY = (
    "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="  # sha512 of the package
)
FOLDER = Path(__file__).resolve().parent.parent / "var" / "nu"
INSIDE = "package/build/dist/vnu.jar"
PATIENCE = 300  # seconds


class CannotRun(Exception):
    """Java, npm or the checker is missing, or is another than it should be; the message is one sentence."""


def errors(pages: Mapping[str, str]) -> dict[str, list[str]]:
    """Name of page → its errors, each as "line: what: the markup"; only pages with errors are there.

    Raises CannotRun when the checker cannot be had or does not answer as it should.
    """
    java = shutil.which("java")
    if java is None:
        raise CannotRun("Java saknas. Installera det med apt-get install openjdk-17-jre-headless.")
    jar = _jar()
    with tempfile.TemporaryDirectory() as folder:
        names = {f"{number:04d}.html": name for number, name in enumerate(pages)}
        for file, name in names.items():
            (Path(folder) / file).write_text(pages[name], encoding="utf-8")
        command = [java, "-Xss4m", "-jar", str(jar), "--format", "json", "--exit-zero-always", "--stdout", folder]
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    try:
        messages = json.loads(done.stdout)["messages"]
    except (ValueError, KeyError) as fault:
        raise CannotRun(f"HTML-prövaren svarade inte som den ska: {done.stderr.decode()[-500:]}") from fault
    found: dict[str, list[str]] = {}
    for message in messages:
        if message["type"] == "info":
            continue
        name = names[Path(unquote(urlsplit(message["url"]).path)).name]
        markup = " ".join(str(message.get("extract", "")).split())
        found.setdefault(name, []).append(f"{message.get('lastLine', 0)}: {message['message']}: {markup}")
    return found


def _jar() -> Path:
    """Where the checker lies; fetched when it does not."""
    jar = FOLDER / f"vnu-{VERSION}.jar"
    if jar.is_file():
        return jar
    npm = shutil.which("npm")
    if npm is None:
        raise CannotRun("npm saknas, och HTML-prövaren är inte hämtad. Installera npm med apt-get install npm.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        command = [npm, "pack", "--silent", "--pack-destination", folder, f"{PACKAGE}@{VERSION}"]
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
        packed = next(Path(folder).glob("*.tgz"), None)
        if packed is None:
            raise CannotRun(f"npm kunde inte hämta {PACKAGE} {VERSION}: {done.stderr.decode()[-500:]}")
        data = packed.read_bytes()
        if base64.b64encode(hashlib.sha512(data).digest()).decode() != INTEGRITY:
            raise CannotRun(f"{PACKAGE} {VERSION} är inte den fil som den ska vara.")
        with tarfile.open(fileobj=BytesIO(data)) as archive:
            inside = archive.extractfile(INSIDE)
            if inside is None:
                raise CannotRun(f"{PACKAGE} {VERSION} innehåller ingen {INSIDE}.")
            part = Path(folder) / "vnu.jar"
            part.write_bytes(inside.read())
        part.replace(jar)  # whole or not at all, whoever else fetches it
    return jar
