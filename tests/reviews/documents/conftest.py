"""Scenes are set once per module (tests/factories/scenes.py)."""

from tests.factories.scenes import stage, take

__all__ = ["stage", "take"]
