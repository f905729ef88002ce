"""The ground floor as a Django app: template tags, static pages, the health page."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portalen"
