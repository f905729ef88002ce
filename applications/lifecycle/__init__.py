"""States and moves: one table per machine, gates by name, one engine that is the only writer of states."""


def load() -> None:
    """Import the tables and the gates, so that they stand in the registry. Called once, when the apps are ready."""
    from . import application, claim, decision, early_close, idea, project, report  # noqa: F401 -- importing registers
    from .gates import (  # noqa: F401 -- importing registers
        advance,
        agreement,
        budget,
        completion,
        grant,
        messages,
        new_budget,
        paper,
        payment,
        project_time,
        reporting,
        sections,
        signing,
        steps,
    )
    from .gates import early_close as ending_early  # noqa: F401 -- importing registers
