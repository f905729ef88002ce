"""What a way of signing must be able to do. It knows a person, a text and a hash, and no grants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class ToSign:
    """The words that the person puts their name to, and the SHA-256 (hexadecimal) of what the words are about."""

    signer: User
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Proof:
    """How it was signed: by which method, how surely the person is known (tillitsnivå), and the method's receipt."""

    method: str
    loa: int
    reference: str = ""


class NotSigned(Exception):
    """The person did not sign, or it cannot be trusted. The message says in Swedish how to go on."""


class Signer(Protocol):
    """`method` is what is kept, `in_words` how it is told after "undertecknad med". `is_real` when it binds."""

    method: str
    in_words: str
    is_real: bool


@runtime_checkable
class InPage(Signer, Protocol):
    """The page that shows the text is the place to sign; its button is the signature."""

    def sign(self, what: ToSign) -> Proof:
        """Raises NotSigned."""


@runtime_checkable
class Away(Signer, Protocol):
    """The person is sent to another service with the text, and comes back to `back` with its answer."""

    def leave_for(self, what: ToSign, *, back: str) -> str:
        """The address to send the person to; `back` is an absolute address that may be visited once."""

    def returned(self, what: ToSign, answer: Mapping[str, str]) -> Proof:
        """Read the answer. It must be about exactly this person and hash. Raises NotSigned."""
