"""The ground floor as a Django app: template tags, static pages, the health page."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portalen"

    def ready(self) -> None:
        from . import sessions  # noqa: F401 -- importing connects what happens at sign-in
        from .signing import checks  # noqa: F401 -- importing registers
