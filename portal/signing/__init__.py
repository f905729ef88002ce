"""Signing behind one interface: what is signed, by whom, and how surely we know it (domain.md §2.7)."""

from .interface import Away, InPage, NotSigned, Proof, Signer, ToSign
from .known import chosen, in_words

__all__ = ["Away", "InPage", "NotSigned", "Proof", "Signer", "ToSign", "chosen", "in_words"]
