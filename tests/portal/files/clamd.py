"""A scanner on 127.0.0.1 or a Unix socket that speaks clamd's own protocol, and knows one harmful file: EICAR's."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# The test file that every scanner knows, put together here so that no scanner stops this one.
EICAR = ("X5O!P%@AP[4\\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!" + "$H+H*").encode()
FOUND = "Win.Test.EICAR_HDB-1"


class _Conversation(socketserver.BaseRequestHandler):
    """`zINSTREAM` and chunks, each after its length in four bytes, until one of no length; then one answer."""

    server: Any

    def handle(self) -> None:
        self.server.calls += 1
        if self._until_nul() != b"zINSTREAM":
            self.request.sendall(b"UNKNOWN COMMAND\0")
            return
        got = b""
        while length := int.from_bytes(self._exactly(4), "big"):
            got += self._exactly(length)
            if len(got) > self.server.most:
                self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.got.append(got)
        if self.server.is_silent:
            self.server.over.wait(10)
        elif self.server.answer:
            self.request.sendall(self.server.answer)
        else:
            self.request.sendall(f"stream: {FOUND} FOUND\0".encode() if EICAR in got else b"stream: OK\0")

    def _until_nul(self) -> bytes:
        got = b""
        while not got.endswith(b"\0"):
            got += self._exactly(1)
        return got[:-1]

    def _exactly(self, count: int) -> bytes:
        got = b""
        while len(got) < count:
            part = self.request.recv(count - len(got))
            if not part:
                raise ConnectionError("the client left")
            got += part
        return got


class _Ways:
    """How the scanner behaves, and what it has seen."""

    daemon_threads = True
    allow_reuse_address = True

    def ready(self) -> None:
        self.got: list[bytes] = []
        self.calls = 0
        self.most = 25 * 1024 * 1024
        self.is_silent = False
        self.answer = b""
        self.over = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves in the middle is no fault of the scanner's."""


class Clamd(_Ways, socketserver.ThreadingTCPServer):
    @property
    def address(self) -> str:
        return f"clamd://127.0.0.1:{self.server_address[1]}"


class LocalClamd(_Ways, socketserver.ThreadingUnixStreamServer):
    @property
    def address(self) -> str:
        return f"clamd://{self.server_address!s}"


@contextmanager
def scanner(path: Path | None = None) -> Iterator[Any]:
    """A scanner for the block, at a port of its own or at `path`."""
    server: Any = Clamd(("127.0.0.1", 0), _Conversation) if path is None else LocalClamd(str(path), _Conversation)
    server.ready()
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.over.set()
        server.shutdown()
