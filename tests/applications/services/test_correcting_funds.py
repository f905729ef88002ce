"""An earmark that was written wrong: lowered by a line of its own, renamed, and decided by the right board."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from applications.enums import FundEntryKind
from applications.lifecycle.engine import NotYours, StaleVersion
from applications.models import Fund, FundEntry, Programme
from applications.services import funds
from portal import clock
from portal.accounts.models import Board
from tests import factories
from tests.factories.funds import call_of, fund
from tests.factories.refusals import faults

D = Decimal
HEAD = "enhetschef"
REST = "Förslag och beslut håller resten."


@pytest.fixture
def money(stage: None) -> Fund:
    return fund({2027: 100_000, 2028: 60_000})


def correct(given: Fund, amounts: dict[int, int], *, reason: str = "Skrevs två gånger.", by: str = HEAD) -> Fund:
    lowered = {year: D(amount) for year, amount in amounts.items()}
    return funds.correct_earmark(given, amounts=lowered, reason=reason, by=factories.staff(by))


def test_a_correction_is_a_line_of_its_own_with_its_reason(money: Fund) -> None:
    before = list(money.entries.values_list("pk", "amount").order_by("pk"))
    correct(money, {2028: 60_000})
    line = money.entries.get(kind=FundEntryKind.CORRECTED)
    assert (line.year, line.amount, line.note) == (2028, D(60_000), "Skrevs två gånger.")
    assert list(money.entries.exclude(pk=line.pk).values_list("pk", "amount").order_by("pk")) == before
    assert money.entries.sheet().row(2028).left == 0
    assert money.entries.sheet().total.earmarked == 100_000


@pytest.mark.parametrize(
    ("amounts", "reason", "expected"),
    [
        ({2028: 60_001}, "Fel.", {"amount_2028": [f"Du kan sänka 2028 med högst 60 000 kr. {REST}"]}),
        ({2030: 1}, "Fel.", {"amount_2030": [f"2030 går inte att sänka. {REST}"]}),
        ({}, "Fel.", {"amounts": ["Skriv hur mycket öronmärkningen ska sänkas, för minst ett år."]}),
        ({2027: 1}, " ", {"reason": ["Skriv vad som blev fel."]}),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_correction_is_told(
    money: Fund, amounts: dict[int, int], reason: str, expected: dict[str, list[str]]
) -> None:
    told = faults(lambda: correct(money, amounts, reason=reason))
    assert {key: [text.replace("\u00a0", " ") for text in texts] for key, texts in told.items()} == expected


def test_what_proposals_hold_is_never_taken_off(money: Fund) -> None:
    factories.proposed_tale(call_of(money))
    held = money.entries.sheet().row(2028).reserved
    assert held > 0
    with pytest.raises(ValidationError):
        correct(money, {2028: 60_000})
    line = {"fund": money, "year": 2028, "amount": D(60_000), "note": "Förbi tjänsten."}
    with pytest.raises(IntegrityError, match="has no room"), transaction.atomic():
        FundEntry.objects.create(kind=FundEntryKind.CORRECTED, **line)
    correct(money, {2028: int(60_000 - held)})
    assert money.entries.sheet().row(2028).left == 0


def test_only_the_head_corrects_and_renames(money: Fund) -> None:
    with pytest.raises(NotYours):
        correct(money, {2028: 1}, by="ekonom")
    with pytest.raises(NotYours):
        funds.rename(money, name="Nytt", purpose="Annat.", version=None, by=factories.staff("ekonom"))


def test_name_and_purpose_change_and_nothing_else(money: Fund) -> None:
    read = money.version
    head = factories.staff("enhetschef")
    made = funds.rename(money, name=" Nytt namn ", purpose="Nytt ändamål.", version=read, by=head)
    assert (made.name, made.purpose, made.version) == ("Nytt namn", "Nytt ändamål.", read + 1)
    assert (made.decided_on, made.paragraph) == (money.decided_on, money.paragraph)
    with pytest.raises(StaleVersion):
        funds.rename(money, name="Annat", purpose="Annat.", version=read, by=head)


def test_a_raise_is_the_decision_of_the_earmarks_own_board(money: Fund) -> None:
    """Also when the programme has gone to another board; after the board's last day it is its successor's."""
    head, today = factories.staff("enhetschef"), clock.today()
    heir = Board.objects.create(
        authority=money.board.authority,
        name="Ny nämnd",
        definite="Nya nämnden",
        short_name="NYN",
        dnr_format="{short} {year}-{number:05d}",
        valid_from=today,
    )
    other = factories.world().health_board
    Programme.objects.filter(pk=money.programme_id).update(board=other)
    funds.raise_earmark(Fund.objects.get(pk=money.pk), amounts={2029: D(1)}, decided_on=today, paragraph="15", by=head)
    assert money.entries.get(year=2029).note.startswith(money.board.definite)
    Board.objects.filter(pk=money.board_id).update(successor=heir, valid_to=today - timedelta(days=1))
    fresh = Fund.objects.get(pk=money.pk)
    funds.raise_earmark(fresh, amounts={2030: D(1)}, decided_on=today, paragraph="16", by=head)
    assert money.entries.get(year=2030).note.startswith("Nya nämnden")


def test_board_and_programme_of_an_earmark_go_together(stage: None) -> None:
    home = factories.world()
    given = {
        "name": "Fel nämnd",
        "purpose": "Insatser.",
        "paragraph": "12",
        "amounts": {2027: D(1)},
        "by": factories.staff("enhetschef"),
        "programme": home.growth,
    }
    told = faults(lambda: funds.earmark(board=home.health_board, decided_on=clock.today(), **given))
    assert list(told) == ["programme"]
    assert "Välj nämnd och satsning som hör ihop" in told["programme"][0]


def test_the_board_was_one_on_the_day_of_the_decision(stage: None) -> None:
    home = factories.world()
    given = {
        "board": home.growth_board,
        "programme": home.growth,
        "name": "Fel dag",
        "purpose": "Insatser.",
        "paragraph": "12",
        "amounts": {2027: D(1)},
        "by": factories.staff("enhetschef"),
    }
    told = faults(lambda: funds.earmark(decided_on=date(2022, 12, 31), **given))
    assert "finns från och med" in told["board"][0]
    board = Board.objects.get(pk=home.growth_board.pk)
    board.valid_to = date(2025, 12, 31)
    board.save(update_fields=["valid_to"])
    given["programme"] = type(home.growth).objects.get(pk=home.growth.pk)
    told = faults(lambda: funds.earmark(decided_on=clock.today(), **given | {"board": board}))
    assert "fanns till och med 31 december 2025" in told["board"][0]
    assert str(board) == f"{board.name} (till och med 2025)"
