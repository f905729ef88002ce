"""Fills the database that each test's own is copied from: the demo's cases, with their documents made."""

import django
from django.core.management import call_command


def fill() -> None:
    """Migrate, seed as `make demo` does, and do what a worker would do when it starts."""
    django.setup()
    from applications import jobs  # models can be imported once Django is set up

    call_command("migrate", interactive=False, verbosity=0)
    call_command("seed", verbosity=0)
    jobs.run_sweep()


if __name__ == "__main__":
    fill()
