"""Plays a story on a clock of its own and prints what came of it as one JSON object."""

import contextlib
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.demo import facts, outcome
from portal.demo.stories.casting import cast
from portal.demo.stories.telling import tell
from portal.demo.stories.words import FOLDER
from portal.demo.world import build


class Command(BaseCommand):
    help = "Spelar upp en berättelse från början till slut och skriver vad det blev som JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=facts.names(FOLDER))
        parser.add_argument("--out", type=Path, required=True, help="mapp där handlingarna läggs som PDF")

    def handle(self, *args: Any, **options: Any) -> None:
        """The sweeps run here, on the story's clock; stdout holds the JSON object and nothing else."""
        with contextlib.redirect_stdout(sys.stderr):
            roles = cast(options["name"], build())
            tell(roles.values())
            result = outcome.of_story(roles, options["out"])
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
