"""Programmes as data files: checked key by key and made into rows. Loading a file twice changes nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from applications.models import Call, CallVersion, CallWindow, FundingSource, Programme

from .facts import names, plain, read
from .loading import FOLDER, ProgrammeFile, find_board, make_boards, make_organisation
from .rows import Home, one


def load_all(home: Home) -> None:
    """Every programme that has a file. Raises DataFault."""
    for name in names(FOLDER):
        load(name, home)


@transaction.atomic
def load(name: str, home: Home) -> None:
    """One file's boards, organisations, programme, funds and calls; what is there is left as it is. Raises DataFault.

    The demo's people get their roles at each board, and work for each organisation, from the day that it begins.
    """
    facts = ProgrammeFile(name, home)
    for needed in facts.tables("needs"):
        load(needed, home)
    make_boards(facts.tables("boards"), home, facts.file)
    for row in facts.tables("organisations"):
        make_organisation(row, home, facts.file)
    if "programme" in facts.given:
        facts.programme()


def programme_of(name: str) -> Programme:
    """The programme that a file holds, as a row."""
    return Programme.objects.get(slug=read(FOLDER, name)["programme"]["slug"])


def back_in_time(name: str, home: Home) -> None:
    """Let the file's board have its programme and money again, for a story told before another board took over."""
    programme = programme_of(name)
    board = find_board(plain(read(FOLDER, name))["programme"]["board"], home, name, "programme.board")
    Programme.objects.filter(pk=programme.pk).update(board=board)
    FundingSource.objects.filter(pk=programme.funding_source_id).update(board=board)


def rules_of(programme: Programme) -> dict[str, Any]:
    """What the rules of a call of the programme start from: the region's, then the programme's file over them."""
    for name in names(FOLDER):
        if read(FOLDER, name).get("programme", {}).get("slug") == programme.slug:
            return ProgrammeFile(name, None).rules({})
    return plain(read("region")["rules"]) | {"municipalities": [], "terms_version": "version 1"}


def open_call(
    programme: Programme, slug: str, name: str, *, opens_at: datetime, closes_at: datetime | None, **rules: Any
) -> Call:
    """A call with its first version of rules; the rules given go before those of the programme."""
    call = one(Call, {"slug": slug}, programme=programme, name=name, published_at=opens_at)
    one(CallWindow, {"call": call, "opens_at": opens_at}, closes_at=closes_at)
    one(CallVersion, {"call": call, "number": 1}, published_at=opens_at, **(rules_of(programme) | rules))
    return call
