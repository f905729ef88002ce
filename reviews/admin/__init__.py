"""The officers' workplace in Django's admin: its pages, its menu, and the rows that heads and secretaries keep."""

# Importing registers what is in them.
from . import (  # noqa: F401
    boards,
    checklists,
    delegation,
    letters,
    pages,
    policies,
    programmes,
    retention,
)
