"""States and moves: one table per machine, gates by name, one engine that is the only writer of states."""


def load() -> None:
    """Import the tables and the gates, so that they stand in the registry. Called once, when the apps are ready."""
    from . import application, claim, decision, idea, project, report  # noqa: F401
    from .gates import agreement, budget, completion, grant, payment, project_time, reporting, sections  # noqa: F401
