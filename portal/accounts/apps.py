"""People, authorities and organisations as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = "Personer och organisationer"

    def ready(self) -> None:
        from . import rules  # noqa: F401 -- registers the predicates by name
