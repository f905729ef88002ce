"""System checks: an address of a scanner that cannot be read stops the start; a production without one is told."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured

from .scanning import chosen


@register
def scanner_is_readable(**kwargs: Any) -> list[CheckMessage]:
    try:
        chosen()
    except ImproperlyConfigured as fault:
        hint = "Skriv clamd://värd:3310 eller clamd:///sökväg/till/uttaget."
        return [Error(str(fault), hint=hint, id="files.E001")]
    return []


@register(Tags.security, deploy=True)
def files_are_scanned(**kwargs: Any) -> list[CheckMessage]:
    if settings.FILE_SCANNER:
        return []
    hint = "Sätt FILE_SCANNER, se docs/operations.md. Utan den öppnar handläggare filer som ingen har kontrollerat."
    return [Warning("Uppladdade filer kontrolleras inte för skadlig kod", hint=hint, id="files.W001")]
