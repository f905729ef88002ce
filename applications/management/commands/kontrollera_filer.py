"""`manage.py kontrollera_filer`: lets files that came in before there was a scanner be scanned for harmful code too."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.files import scanning


class Command(BaseCommand):
    """Safe to run again: what has been scanned is left as it is."""

    help = "Beställer kontroll av filer som lades in innan viruskontrollen fanns."

    def handle(self, *args: Any, **options: Any) -> None:
        """Order and begin the work; the sweep does what is left. Raises CommandError where no scanner is configured."""
        if scanning.chosen() is None:
            raise CommandError("Ingen viruskontroll är inkopplad. Sätt FILE_SCANNER först.")
        ordered = scanning.scan_earlier()
        done = scanning.sweep()
        waiting, _ = scanning.owed()
        self.stdout.write(f"{ordered} filer beställda, {done} kontrollerade nu, {waiting} väntar.")
