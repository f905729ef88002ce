"""The officers' workplace in Django's admin: its pages, its menu, and the rows that heads and secretaries keep."""

from . import delegation, pages, programmes  # noqa: F401 -- the admin finds this package and registers what is in it
