"""Stored files as a Django app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "portal.files"
    label = "files"
    verbose_name = "Filer"

    def ready(self) -> None:
        from . import scanner_checks  # noqa: F401 -- importing registers
