"""Plays a whole case on a clock of its own and prints what came of it as one JSON object."""

import contextlib
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.demo import outcome
from portal.demo.stories import kraftsamling, refusal
from portal.demo.stories.telling import tell
from portal.demo.world import build

STORIES = {"kraftsamling": kraftsamling.story, "avslag": refusal.story}


class Command(BaseCommand):
    help = "Spelar upp ett ärende från idé till slutreglerat och skriver vad det blev som JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=sorted(STORIES))
        parser.add_argument("--out", type=Path, required=True, help="mapp där handlingarna läggs som PDF")

    def handle(self, *args: Any, **options: Any) -> None:
        """The sweeps run here, on the story's clock; stdout holds the JSON object and nothing else."""
        with contextlib.redirect_stdout(sys.stderr):
            story = STORIES[options["name"]](build())
            tell([story])
            result = outcome.of(story.the_case, options["out"])
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
