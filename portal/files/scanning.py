"""Is there harmful code in a file? One interface, clamd behind it; an owed look is a row (architecture.md §7)."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO, Protocol, cast
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.db.models import Count, Min

from portal import clock

from .models import ScanState, StoredFile

logger = logging.getLogger(__name__)

CLAMD_PORT = 3310
CONNECT_SECONDS = 5.0
SCAN_SECONDS = 60.0  # in all, for one file
CHUNK = 64 * 1024
LONGEST_ANSWER = 4096  # bytes


@dataclass(frozen=True)
class Verdict:
    """`found` names what was found; empty when the file is clean."""

    found: str = ""


class ScannerDown(Exception):
    """The scanner does not answer: every file waits."""


class NotScanned(Exception):
    """The scanner answers, and could not scan this file: it waits, and holds up no other."""


class Scanner(Protocol):
    def scan(self, stream: BinaryIO) -> Verdict:
        """Raises ScannerDown or NotScanned."""
        ...


@dataclass(frozen=True)
class Clamd:
    """clamd's INSTREAM: the bytes are sent in chunks, each after its length, and nothing is left on its disk.

    `address` is (host, port) or the path of a Unix socket.
    """

    address: tuple[str, int] | str
    seconds: float = SCAN_SECONDS

    def scan(self, stream: BinaryIO) -> Verdict:
        until = time.monotonic() + self.seconds
        try:
            with self._connected() as line:
                self._send(line, stream, until)
                answer = self._answer(line, until)
        except OSError as fault:
            raise ScannerDown(str(fault) or type(fault).__name__) from fault
        return _verdict(answer)

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        if isinstance(self.address, str):
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(CONNECT_SECONDS)
            try:
                line.connect(self.address)
            except OSError:
                line.close()
                raise
        else:
            line = socket.create_connection(self.address, timeout=CONNECT_SECONDS)
        with line:
            yield line

    def _send(self, line: socket.socket, stream: BinaryIO, until: float) -> None:
        """A file over clamd's own limit is answered while it is being sent: then the answer tells why."""
        try:
            _sendall(line, b"zINSTREAM\0", until)
            while chunk := stream.read(CHUNK):
                _sendall(line, len(chunk).to_bytes(4, "big") + chunk, until)
            _sendall(line, b"\0\0\0\0", until)
        except (BrokenPipeError, ConnectionResetError):
            logger.info("clamd slutade läsa innan filen var slut")

    def _answer(self, line: socket.socket, until: float) -> str:
        got = b""
        while b"\0" not in got and len(got) < LONGEST_ANSWER:
            line.settimeout(_left(until))
            part = line.recv(LONGEST_ANSWER)
            if not part:
                break
            got += part
        if not got:
            raise ConnectionError("clamd svarade inte")
        return got.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _sendall(line: socket.socket, data: bytes, until: float) -> None:
    line.settimeout(_left(until))
    line.sendall(data)


def _left(until: float) -> float:
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise TimeoutError("clamd svarar för långsamt")
    return seconds


def _verdict(answer: str) -> Verdict:
    """`stream: OK`, `stream: Win.Test.EICAR_HDB-1 FOUND`, or `… ERROR`."""
    said = answer.partition(": ")[2] or answer
    if said == "OK":
        return Verdict()
    if said.endswith(" FOUND"):
        return Verdict(said.removesuffix(" FOUND")[:120] or "okänt")
    raise NotScanned(answer)


def scanner_of(address: str) -> Scanner | None:
    """The scanner at an address of settings: clamd://host:3310, clamd:///run/clamav/clamd.ctl, or none for nothing."""
    if not address:
        return None
    try:
        parts = urlsplit(address)
        port = parts.port or CLAMD_PORT
    except ValueError as fault:
        raise ImproperlyConfigured(f"FILE_SCANNER går inte att läsa: {address}") from fault
    if parts.scheme == "clamd" and parts.hostname:
        return Clamd((parts.hostname, port))
    if parts.scheme == "clamd" and len(parts.path) > 1:
        return Clamd(parts.path)
    raise ImproperlyConfigured(f"FILE_SCANNER går inte att läsa: {address}")


def chosen() -> Scanner | None:
    return scanner_of(settings.FILE_SCANNER)


def first_state() -> ScanState:
    """Of a file that a person puts in."""
    return ScanState.PENDING if settings.FILE_SCANNER else ScanState.NOT_SCANNED


# What is owed


def scan(id: UUID) -> bool:
    """Scan the file if that is still owed; whether it was done now. May run twice, late, or beside another.

    No transaction is open while the scanner works. Raises ScannerDown or NotScanned, and then it is owed still.
    """
    scanner = chosen()
    file = StoredFile.objects.filter(pk=id, scan_state=ScanState.PENDING).first()
    if scanner is None or file is None:
        return False
    try:
        with default_storage.open(file.key) as stream:
            verdict = scanner.scan(cast(BinaryIO, stream))  # Django's File is one in all but its type
    except FileNotFoundError as fault:  # moved to the record meanwhile, or lost
        raise NotScanned(f"{file.key} finns inte") from fault
    state = ScanState.INFECTED if verdict.found else ScanState.CLEAN
    done = StoredFile.objects.filter(pk=id, scan_state=ScanState.PENDING).update(
        scan_state=state, found=verdict.found, scanned_at=clock.now()
    )
    if done and verdict.found:
        logger.warning("Filen %s är stoppad: %s", id, verdict.found)
    return bool(done)


def sweep() -> int:
    """Scan what is owed, oldest first, and return how many were; a scanner that is down ends it until the next time.

    Where the scanner has been taken away nothing is owed any longer, and the files say that nobody has looked.
    """
    waiting = StoredFile.objects.filter(scan_state=ScanState.PENDING)
    if chosen() is None:
        if let_go := waiting.update(scan_state=ScanState.NOT_SCANNED):
            logger.warning("Ingen viruskontroll är inkopplad: %s filer väntar inte längre på den.", let_go)
        return 0
    done = 0
    for id in waiting.order_by("created_at", "pk").values_list("pk", flat=True):
        try:
            done += scan(id)
        except NotScanned as fault:
            logger.error("Filen %s blev inte kontrollerad: %s", id, fault)
        except ScannerDown as fault:
            logger.warning("Viruskontrollen svarar inte, filerna väntar: %s", fault)
            break
    return done


def scan_earlier() -> int:
    """Let what came in while no scanner was there be scanned too; how many files that is."""
    return StoredFile.objects.filter(scan_state=ScanState.NOT_SCANNED, uploaded_by__isnull=False).update(
        scan_state=ScanState.PENDING
    )


def owed() -> tuple[int, int]:
    """How many files wait to be scanned, and for how many seconds the oldest has."""
    row = StoredFile.objects.filter(scan_state=ScanState.PENDING).aggregate(count=Count("pk"), oldest=Min("created_at"))
    waited = clock.now() - row["oldest"] if row["oldest"] else timedelta(0)
    return row["count"], max(0, int(waited.total_seconds()))
