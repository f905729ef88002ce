"""The machines of the memo and the meeting, and gates that ask the authority's own tables."""


def load() -> None:
    """Import tables and gates so that they stand in the registry. Called once, when the apps are ready."""
    from . import (  # noqa: F401 -- importing registers
        closing_gates,
        completion_gates,
        gates,
        hearing_gates,
        meeting,
        memo,
        reading_gates,
        referral_gates,
    )
