"""What a new application can take from the organisation itself, so that nobody types it again."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

from portal.accounts.models import Organisation
from portal.identifiers import normalise_postcode

_ADDRESS = re.compile(r"(?P<street>.+?)[,\n]\s*(?P<code>[0-9]{3}\s?[0-9]{2})\s+(?P<city>\S.*)", re.DOTALL)


def of_organisation(body: Organisation) -> dict[str, str]:
    """Columns of the application, by name; an address that does not say which part is what goes whole."""
    told = {"address": body.address.strip(), "postcode": "", "city": "", "home_municipality": body.municipality}
    street, _, place = told["address"].rpartition(",")
    if street and place.strip() == body.municipality:
        return told | {"address": street.strip(), "city": body.municipality}
    found = _ADDRESS.fullmatch(told["address"])
    if found is not None:
        try:
            code = normalise_postcode(found["code"])
        except ValidationError:
            return told
        told |= {"address": found["street"].strip(), "postcode": code, "city": found["city"].strip()}
    return told
