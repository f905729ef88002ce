"""Fills an empty demo: the region, all programmes, the real case, and a case at every other point of the life."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.demo.programmes import load_all
from portal.demo.stories import kraftsamling, others
from portal.demo.stories.telling import tell
from portal.demo.world import build
from reviews.jobs import run_successions
from reviews.services import counting


class Command(BaseCommand):
    help = "Fyller en tom demo med myndighet, personer och ärenden. Allt går genom samma tjänster som sidorna."

    def handle(self, *args: Any, **options: Any) -> None:
        world = build()
        load_all(world)
        # Documents and mails stay owed: the worker makes them when it starts, as it would after a night's power cut.
        tell([kraftsamling.story(world), *others.stories(world)], every=5, sweep=False)
        # A story may have been told before its board was succeeded; the hour's job would come up to an hour later.
        run_successions()
        counting.count()  # as last night's job would have
        self.stdout.write("Demon är fylld.")
