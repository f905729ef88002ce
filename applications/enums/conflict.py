"""Jäv: why a person is jävig, and what is ruled when the question is raised."""

from django.db import models


class ConflictGround(models.TextChoices):
    """Why a person is jävig (kommunallagen 6:28 and 7:4)."""

    PARTY = "party", "Saken rör mig eller någon som står mig nära"
    REPRESENTATIVE = "representative", "Jag har eller har haft uppdrag för den som söker"
    SUPERVISION = "supervision", "Saken rör tillsyn som jag har del i"
    OTHER = "other", "Något annat gör att min opartiskhet kan ifrågasättas"


class ConflictOutcome(models.TextChoices):
    """How a head of unit rules when the question of jäv has been raised."""

    CONFLICTED = "conflicted", "Jävig"
    DISREGARDED = "disregarded", "Jävet saknar betydelse"  # kommunallagen 6:29
    NOT_CONFLICTED = "not_conflicted", "Inte jävig"
