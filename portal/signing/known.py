"""Which way of signing the installation uses, by its settings."""

from django.conf import settings
from django.utils.module_loading import import_string

from .demo import DemoAwaySigner, DemoSigner
from .interface import Away, InPage

# Also those that are no longer chosen: what was signed with them is still told.
IN_WORDS = {kind.method: kind.in_words for kind in (DemoSigner, DemoAwaySigner)}


def chosen() -> InPage | Away:
    """The signer of settings.SIGNER. Asked each time: it holds nothing."""
    signer: InPage | Away = import_string(settings.SIGNER)()
    return signer


def in_words(method: str) -> str:
    """How a kept method is told, after "med"."""
    return IN_WORDS.get(method, method)
