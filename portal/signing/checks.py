"""System check: a production is not run with signatures that prove nothing."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from .interface import Away, InPage
from .known import chosen


@register
def signer_is_real(**kwargs: Any) -> list[CheckMessage]:
    """An error for a signer that cannot sign, and for a demo signer where it is not explicitly allowed."""
    try:
        signer = chosen()
    except ImportError as fault:
        return [Error(f"SIGNER kan inte läsas in: {fault}", id="signing.E001")]
    if not isinstance(signer, InPage | Away):
        return [Error(f"{settings.SIGNER} kan varken skriva under på sidan eller utanför den", id="signing.E002")]
    if not signer.is_real and not settings.ALLOW_DEMO_SIGNER:
        hint = "Välj en riktig underskrift med SIGNER, eller tillåt provet med ALLOW_DEMO_SIGNER=true."
        return [Error("Demounderskriften bevisar inte vem som skrev under", hint=hint, id="signing.E003")]
    return []
