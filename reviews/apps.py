"""What the authority alone works with, as a Django app."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Handläggning"

    def ready(self) -> None:
        from . import rules  # noqa: F401 -- registers predicates
        from .lifecycle import load

        load()
