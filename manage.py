#!/usr/bin/env python
"""Django's commands, with the demo's settings unless told otherwise; the embedded server runs as long as they do."""

import os
import sys
from contextlib import nullcontext

from django.conf import settings
from django.core.management import CommandParser, execute_from_command_line, handle_default_options

from portal.demo import embedded

NEEDS_NO_SERVER = {"help", "--help", "-h", "version", "--version"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
    parser = CommandParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--settings")
    parser.add_argument("--pythonpath")
    options, _ = parser.parse_known_args(sys.argv[2:])
    handle_default_options(options)
    purpose = embedded.purpose_of(settings.DATABASES["default"])
    idle = purpose is None or len(sys.argv) < 2 or sys.argv[1] in NEEDS_NO_SERVER
    try:
        with nullcontext() if idle or purpose is None else embedded.running(purpose):
            execute_from_command_line(sys.argv)
    except embedded.ServerError as fault:
        sys.exit(str(fault))


if __name__ == "__main__":
    main()
