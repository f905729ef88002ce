"""The demo's sheet. Its pages are open to all who try it, but for signing; they are installed in demo and test only."""

from portal.access import PUBLIC, SIGNED_IN, Sheet

SHEET: Sheet = {"demo:mails": PUBLIC, "demo:mail": PUBLIC, "demo:clock": PUBLIC, "demo:signing": SIGNED_IN}
