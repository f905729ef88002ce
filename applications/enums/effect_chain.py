"""The effektkedja: what a node is, when it shows, and on which level."""

from django.db import models


class EffectKind(models.TextChoices):
    """The links of an effektkedja, in order."""

    PROBLEM = "problem", "Problem"
    RESOURCE = "resource", "Resurs"
    ACTIVITY = "activity", "Aktivitet"
    OUTPUT = "output", "Prestation"
    EFFECT = "effect", "Effekt"


class EffectTerm(models.TextChoices):
    SHORT = "short", "Kort sikt"
    MEDIUM = "medium", "Medellång sikt"
    LONG = "long", "Lång sikt"


class EffectLevel(models.TextChoices):
    INDIVIDUAL = "individual", "Individen"
    ORGANISATION = "organisation", "Organisationerna"
    SOCIETY = "society", "Samhället"
