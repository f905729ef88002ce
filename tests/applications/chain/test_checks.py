"""What is odd in a chain is told once, in one sentence that says how to mend it."""

import pytest

from applications.chain.checks import DOING, Remark, check, is_doing
from applications.chain.lines import build

from .test_lines import row

SEEN = {"measures": [{"text": "Andel"}]}
EVERYWHERE = [row(level, "effect", at=("short", level), **SEEN) for level in ("individual", "organisation", "society")]
WHOLE = [row("a", "activity", "Göra", "individual", "organisation", "society"), *EVERYWHERE]


def rules(rows: list) -> dict[str, Remark]:
    return {remark.rule: remark for remark in check(build(rows))}


def test_a_whole_chain_has_nothing_odd_and_an_empty_one_neither() -> None:
    assert check(build(WHOLE)) == [] == check(build([]))


def test_an_activity_that_reaches_no_effect_is_a_warning() -> None:
    found = rules([*WHOLE, row("b", "activity", "Åka bort")])["activity_without_effect"]
    assert found.is_warning and found.text == "A2 når ingen effekt. Säg vad aktiviteten leder till."


def test_several_are_told_together() -> None:
    found = rules([*WHOLE, row("b", "activity"), row("c", "activity")])["activity_without_effect"]
    assert found.text == "A2 och A3 når ingen effekt. Säg vad aktiviteterna leder till."


def test_an_effect_without_indicator_is_a_warning() -> None:
    bare = row("x", "effect", "Lugnare barn", at=("long", "society"))
    found = rules([row("a", "activity", "Göra", "x", "individual", "organisation", "society"), *EVERYWHERE, bare])
    assert list(found) == ["effect_without_measure"]
    assert found["effect_without_measure"].text == "E4 har inget mått. Skriv hur ni får se att effekten kommer."


def test_an_effect_that_nothing_leads_to_is_advice() -> None:
    found = rules([row("a", "activity", "Göra", "individual", "organisation"), *EVERYWHERE])
    assert not found["effect_from_nothing"].is_warning
    assert found["effect_from_nothing"].text == "Inget leder till E3. Säg vad som gör att ni når den."


def test_nobody_left_out_is_advice() -> None:
    found = rules([row("a", "activity", "Göra", "individual"), EVERYWHERE[0]])
    said = "Ingen effekt gäller organisationerna eller samhället. Blir något annorlunda även där?"
    assert found["no_effect_at_level"].text == said and not found["no_effect_at_level"].is_warning


def test_an_effect_worded_as_an_activity_is_advice() -> None:
    doing = row("individual", "effect", "Utbilda lärare", at=("short", "individual"), **SEEN)
    found = rules([WHOLE[0], doing, *EVERYWHERE[1:]])
    said = "E1 låter som något ni gör. Skriv vad som blir annorlunda, och för vem."
    assert list(found) == ["effect_as_activity"] and found["effect_as_activity"].text == said


@pytest.mark.parametrize("text", ["Genomföra kurser", "Vi utbildar", "Att ta fram en plan", "Vi ska pröva", "STARTA"])
def test_what_one_does_sounds_so(text: str) -> None:
    assert is_doing(text)


@pytest.mark.parametrize("text", ["Barnen läser mer", "Testarna är nöjda", "Tar för sig i livet", "", "Vi"])
def test_what_becomes_otherwise_does_not(text: str) -> None:
    assert not is_doing(text)


def test_the_list_of_verbs_is_in_order_and_in_small_letters() -> None:
    assert len(set(DOING)) == len(DOING) and all(verb == verb.casefold().strip() for verb in DOING)
