"""What a story's data file says of one case, in the shapes that the verbs of a story take."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from applications.budget.support import Support
from portal.demo.facts import municipalities, plain, read
from portal.money import round_ore
from reviews.enums import Criterion

from .texts import Money, Text

FOLDER = "stories"
ZERO = Decimal(0)


def words_of(name: str, case: str = "main") -> dict[str, Any]:
    """What a case of a story says, before anything has happened."""
    words: dict[str, Any] = plain(read(FOLDER, name))["cases"][case]
    return words


def common() -> dict[str, Any]:
    """What an applicant says where a story's own file says nothing else."""
    return dict(plain(read("seed", "common"))["text"])


def text_of(words: Mapping[str, Any]) -> Text:
    """What is written in the form."""
    given = common() | words["text"]
    if isinstance(area := given.get("municipalities"), str):
        given["municipalities"] = municipalities(area, words["period"][0])
    ages = given.pop("ages", None)
    return Text(**given) if ages is None else Text(**given, ages=(ages[0], ages[1]))


def scores_of(words: Mapping[str, Any]) -> dict[Criterion, tuple[int, str]]:
    return {Criterion(key): (score, why) for key, (score, why) in words["assessment"]["scores"].items()}


def proposal_of(words: Mapping[str, Any]) -> dict[str, Any]:
    """What the officer proposes; share is a fraction, cap kronor."""
    money = {key: Decimal(words["proposal"][key]) for key in ("share", "cap") if key in words["proposal"]}
    return words["proposal"] | money


def money_of(words: Mapping[str, Any], rate: Decimal = ZERO) -> Money:
    """The budget in öre. A funder has `amounts` per year, or a `share` of the costs, or takes what is left (`rest`).

    `rate` is that of the call: indirect costs are the rate × staff, where a share or a rest has to be counted. Rows of
    staff have `months` per year, and cost together what `costs` says of their category.
    """
    given = words["money"]
    years = list(range(words["period"][0].year, words["period"][1].year + 1))
    staff = [_staff_row(row, years) for row in given.get("staff", ())]
    costs = {
        (category, year): Decimal(amount)
        for category, row in given["costs"].items()
        for year, amount in zip(years, row, strict=True)
    }
    whole = {year: _with_indirect(costs, year, rate) for year in years}
    told = [_amounts(funder, whole) for funder in given["funders"]]
    left = {year: whole[year] - sum((amounts[year] for amounts in told if amounts), ZERO) for year in years}
    return Money(
        costs=costs,
        funders=[
            {"orgnr": "", "account": "", "kind": "public"}
            | {key: value for key, value in funder.items() if key not in {"amounts", "share", "rest"}}
            | {"amounts": amounts or left}
            for funder, amounts in zip(given["funders"], told, strict=True)
        ],
        staff=staff,
    )


def _staff_row(given: Mapping[str, Any], years: list[int]) -> dict[str, Any]:
    figures = {name: Decimal(given[name]) for name in ("share", "monthly_pay", "overhead")}
    months = {year: Decimal(number) for year, number in zip(years, given["months"], strict=True)}
    return {"category": "personal", "person": ""} | dict(given) | figures | {"months": months}


def _amounts(funder: Mapping[str, Any], whole: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """What a funder pays per year; nothing yet for the one who takes the rest."""
    if "amounts" in funder:
        return {year: Decimal(amount) for year, amount in zip(whole, funder["amounts"], strict=True)}
    if "share" in funder:
        return {year: round_ore(funder["share"] * amount) for year, amount in whole.items()}
    return {}


def _with_indirect(costs: Mapping[tuple[str, int], Decimal], year: int, rate: Decimal) -> Decimal:
    spent = sum((amount for (_, when), amount in costs.items() if when == year), ZERO)
    return spent + round_ore(rate * costs.get(("personal", year), ZERO))


def booked_of(words: Mapping[str, Any], number: int) -> dict[str, Decimal]:
    """What was booked in period `number`: as the file says, else as budgeted, one year after the other."""
    if "booked" in words:
        return {key: Decimal(amount) for key, amount in words["booked"][number - 1].items()}
    return {key: Decimal(row[number - 1]) for key, row in words["money"]["costs"].items()}


def report_of(words: Mapping[str, Any], year: int, *, final: bool = False) -> dict[str, str]:
    """A report's text; the final one ends in a recommendation (G-14)."""
    values = words["report"] | (words["final_report"] if final else {})
    return {key: value.replace("{year}", str(year)) for key, value in values.items()}


def supports_of(words: Mapping[str, Any], offered: list[dict[str, Any]]) -> list[Support]:
    """What is proposed for each kind of support that the call offers and the file names."""
    kinds = {row["key"]: row for row in offered}
    supports = []
    for key, row in words.get("supports", {}).items():
        start, end = row.get("period", (None, None))
        lowest, highest = (*row.get("quantity", ()), None, None)[:2]
        supports.append(
            Support(
                key=key,
                label=kinds[key]["label"],
                kind=kinds[key]["kind"],
                outcome=row["outcome"],
                unit=kinds[key].get("unit", ""),
                quantity_from=lowest,
                quantity_to=highest,
                period_start=start,
                period_end=end,
                period_label=row.get("period_label", ""),
                amounts={int(year): Decimal(amount) for year, amount in row.get("amounts", {}).items()},
            )
        )
    return supports
