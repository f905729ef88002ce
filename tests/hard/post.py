"""A post office on 127.0.0.1 that takes whatever it is sent and remembers it: enough of SMTP for Django's backend."""

from __future__ import annotations

import email
import socketserver
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message


class PostOffice(socketserver.ThreadingTCPServer):
    """`got` holds the mails as they came. `on_mail` is called when one has come, before it is acknowledged."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Counter)
        self.got: list[Message] = []
        self.on_mail: Callable[[int], None] = lambda count: None

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def take(self, text: bytes) -> None:
        self.got.append(email.message_from_bytes(text))
        self.on_mail(len(self.got))

    def ids(self) -> Counter[str]:
        """How many times each Message-ID has come."""
        return Counter(str(mail["Message-ID"]) for mail in self.got)


class _Counter(socketserver.StreamRequestHandler):
    """One conversation."""

    server: PostOffice

    def handle(self) -> None:
        self._say("220 post.example.se")
        while line := self.rfile.readline():
            verb = line[:4].upper().decode("ascii", "replace")
            if verb == "DATA":
                self._say("354 go on")
                self.server.take(self._text())
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _text(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)


@contextmanager
def open_office() -> Iterator[PostOffice]:
    """A post office for the block, at a port of its own."""
    with PostOffice() as office:
        threading.Thread(target=office.serve_forever, daemon=True).start()
        yield office
        office.shutdown()
