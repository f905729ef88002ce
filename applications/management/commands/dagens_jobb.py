"""`manage.py dagens_jobb --datum 2026-03-02`: runs the day's jobs as if it were half past eight that morning."""

from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal import clock, dates, schedule

AT = time(8, 30)
SAID = {
    "started": "projekt har börjat",
    "closing": "projekt går mot sitt slut",
    "reports_opened": "rapporter har öppnats",
    "claims_opened": "rekvisitioner har öppnats",
    "taken_over": "ärenden har gått över till en annan nämnd",
    "reminders": "påminnelser har skrivits",
    "documents": "handlingar har framställts",
    "mails": "mejl har skickats",
    "scans": "filer har kontrollerats",
}


class Command(BaseCommand):
    """Safe to run again: what is done stays done, and nothing is sent twice."""

    help = "Kör dagens jobb: öppnar rapporter, påminner, gör handlingar och skickar mejl."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--datum", metavar="ÅÅÅÅ-MM-DD", help="Dagen att köra för. Utan den: i dag, nu.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the jobs and print what was done. Raises CommandError for a date that does not exist."""
        if options["datum"] is None:
            self._run()
            return
        moment = datetime.combine(_day(options["datum"]), AT, clock.STOCKHOLM)
        with clock.at(moment):
            self._run()

    def _run(self) -> None:
        done = schedule.run_day()
        self.stdout.write(f"{dates.weekday_long(clock.today()).capitalize()}:")
        for name, told in SAID.items():
            self.stdout.write(f"  {done.get(name, 0):>4} {told}")


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as fault:
        raise CommandError(f"{typed} är inget datum. Skriv till exempel --datum 2026-03-02.") from fault
