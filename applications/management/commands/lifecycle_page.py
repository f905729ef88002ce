"""Writes docs/lifecycle.md from the tables of moves, or says with --check that it is stale."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from applications.lifecycle.diagram import lifecycle_page


class Command(BaseCommand):
    help = "Skriver docs/lifecycle.md ur tabellerna i */lifecycle/."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="skriv inget; fel om sidan inte stämmer")

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "lifecycle.md"
        page = lifecycle_page()
        if options["check"]:
            if not path.exists() or path.read_text("utf-8") != page:
                raise CommandError("docs/lifecycle.md stämmer inte med tabellerna. Kör manage.py lifecycle_page.")
            return
        path.write_text(page, "utf-8")
        self.stdout.write(f"Skrev {path.relative_to(settings.BASE_DIR)}")
