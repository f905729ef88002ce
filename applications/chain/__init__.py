"""The effektkedja as a graph: pure, over frozen dataclasses; no ORM, no settings, no clock."""
