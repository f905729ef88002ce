"""The machines of the memo and the meeting, and gates that ask the authority's own tables."""


def load() -> None:
    """Import tables and gates so that they stand in the registry. Called once, when the apps are ready."""
    from . import closing_gates, gates, meeting, memo, referral_gates  # noqa: F401 -- importing registers
