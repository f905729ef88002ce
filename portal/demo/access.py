"""The demo's sheet. Its pages are open to all who try it; they are installed in demo and test only."""

from portal.access import PUBLIC, Sheet

SHEET: Sheet = {"demo:mails": PUBLIC, "demo:mail": PUBLIC, "demo:clock": PUBLIC}
