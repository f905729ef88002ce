"""What one can do in a case, in order: the engine's moves and the acts beside them, open or with what is missing."""

from typing import Any

from applications.lifecycle.engine import Offer
from applications.lifecycle.registry import Missing

from ..selectors.dossier import Dossier
from ..selectors.offers import offered
from . import frame, places
from .acts import acts
from .move_pages import MOVE_PAGES


def moves_of(dossier: Dossier) -> list[dict[str, Any]]:
    """Everything that is the person's now, the likeliest first; the first open one is the page's filled button."""
    offers = [offer for offer in offered(dossier.objects(), dossier.user) if _key(offer) in MOVE_PAGES]
    rows = sorted([*acts(dossier), *(listed(offer, dossier) for offer in offers)], key=lambda row: row["rank"])
    first = next((row for row in rows if row["open"] and not row["is_rare"] and not row.get("is_aside")), None)
    if first is not None:
        first["primary"] = True
    return rows


# Always possible, seldom the point: never what is said to come next.
ASIDE = frozenset({"request_completion", "return_for_completion", "drop", "register_withdrawal"})
LAST = 60  # what comes at the very end of a case is not in the way before its time


def _key(offer: Offer) -> tuple[str, str]:
    return offer.machine.name, offer.move.name


def listed(offer: Offer, dossier: Dossier) -> dict[str, Any]:
    """A move as templates/portal/partials/move.html reads it."""
    page = MOVE_PAGES[_key(offer)]
    return {
        "rank": page.rank,
        "label": label_of(offer),
        "open": offer.is_open,
        "url": frame.move_url(dossier.case, offer.machine.name, offer.obj.pk, offer.move.name),
        "icon": page.icon,
        "line": page.line,
        "missing": [lack(item, dossier) for item in missing_of(offer)],
        "holds": offer.in_place,
        "is_rare": page.rank >= LAST and not offer.is_open,
        "is_aside": offer.move.name in ASIDE,
        "is_ahead": offer.is_ahead,
    }


def label_of(offer: Offer) -> str:
    """Reports and claims are several, so their moves say which."""
    several = offer.machine.name in ("report", "claim")
    return f"{offer.move.label}: {str(offer.obj).lower()}" if several else offer.move.label


def missing_of(offer: Offer) -> list[Missing]:
    """What is missing; for a move whose time has not come that too is said."""
    if offer.is_ahead and not offer.missing:
        sources = " eller ".join(str(offer.machine.states(state).label).lower() for state in offer.move.sources)
        return [Missing(f"Läget ska först vara {sources}.")]
    return offer.missing


def lack(item: Missing, dossier: Dossier) -> dict[str, str]:
    """What is missing, with a link to where it is mended."""
    return {"text": item.text, "url": places.url_of(item.place, dossier)}
