"""Kommunicering: why an applicant need not be heard."""

from django.db import models


class HearingExceptionGround(models.TextChoices):
    """Förvaltningslagen 25 §; where the board's decision is tried by laglighetsprövning the section does not apply."""

    UNNECESSARY = "unnecessary", "Det är uppenbart onödigt"
    URGENT = "urgent", "Beslutet kan inte vänta"
    HINDERS = "hinders", "Det skulle bli mycket svårare att genomföra beslutet"
    NOT_REQUIRED = "not_required", "Beslutet prövas genom laglighetsprövning, och inget underlag är nytt för sökanden"
