"""The case and its whole life as a Django app."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "Ärenden"

    def ready(self) -> None:
        from . import checks, rules  # noqa: F401 -- registers predicates and system checks
        from .lifecycle import load

        load()
