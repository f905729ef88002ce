"""The officers' workplace in Django's admin: its pages, its menu, and the rows that heads and secretaries keep."""

from . import boards, checklists, delegation, pages, programmes  # noqa: F401 -- importing registers what is in them
