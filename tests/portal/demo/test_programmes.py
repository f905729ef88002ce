"""The programmes' data files: what they say, that they load twice to the same, and how a faulty file is told of."""

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from stdnum import luhn

from applications.models import (
    Call,
    CallQuestion,
    CallVersion,
    CallWindow,
    Checklist,
    ChecklistQuestion,
    Fund,
    FundEntry,
    FundingSource,
    Programme,
    Track,
)
from portal.accounts.models import Board, Membership, Organisation, SigningMandate, StaffRole
from portal.demo import facts, programmes
from portal.demo.stories.casting import cast
from tests import factories

MADE = (
    Board, StaffRole, Organisation, Membership, SigningMandate, FundingSource, Programme, Track, Fund, FundEntry,
    Call, CallVersion, CallWindow, CallQuestion, Checklist, ChecklistQuestion,
)  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> None:
    programmes.load_all(factories.world())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the data files that a test may spoil."""
    copied = tmp_path / "data"
    shutil.copytree(facts.DATA, copied)
    monkeypatch.setattr(facts, "DATA", copied)
    facts.read.cache_clear()
    yield copied
    facts.read.cache_clear()


def rules(slug: str) -> CallVersion:
    return CallVersion.objects.get(call__slug=slug)


def spoil(folder: Path, name: str, old: str, new: str) -> str:
    """Put something else in a programme's file, and give what the loader then says."""
    path = folder / "programmes" / f"{name}.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    facts.read.cache_clear()
    with pytest.raises(facts.DataFault) as raised:
        programmes.load(name, factories.world())
    return str(raised.value)


def versions_of(model: Any) -> set[Any]:
    """Every row, with its version where it has one."""
    columns = ["pk", "version"] if any(column.name == "version" for column in model._meta.fields) else ["pk"]
    return set(model.objects.values_list(*columns))


def test_all_files_load_and_loading_again_changes_nothing(loaded):
    before = {model: versions_of(model) for model in MADE}
    programmes.load_all(factories.world())
    assert {model: versions_of(model) for model in MADE} == before
    assert Programme.objects.count() == 6


def test_every_call_is_published_as_the_head_of_unit_would_and_open_when_it_says(loaded):
    calls = Call.objects.exclude(slug__startswith="prov-").with_windows()
    assert all(call.published_by is not None for call in calls)
    for call in calls:
        first = min(window.opens_at for window in call.windows.all())
        assert call.published_at == first == call.versions.get().published_at


def test_social_investments_allow_what_the_region_says(loaded):
    given = rules("sociala-investeringar")
    assert (given.age_from, given.age_to, given.allows_adults) == (0, 15, True)
    assert (len(given.areas), len(given.municipalities), len(given.eligible_types)) == (5, 49, 6)
    assert (given.max_share, given.share_base, given.requires_other_funder) == (Decimal("0.5"), "total_cost", True)
    assert (given.max_years, given.months_per_report) == (3, 6)
    assert (given.min_municipalities, given.municipalities_level) == (2, "warning")
    assert (given.max_amount, given.min_amount) == (None, None)
    before, now = Board.objects.get(short_name="RUN"), Board.objects.get(short_name="MRU")
    assert (before.valid_to, before.successor, now.valid_from) == (date(2022, 12, 31), now, date(2023, 1, 1))
    asked = Checklist.objects.get(programme__slug="framtidsrusta-barn-och-unga").questions
    assert (asked.count(), asked.filter(is_stem=False).count()) == (11, 10)


def test_three_steps_have_each_their_cap_sections_and_two_windows_a_year(loaded):
    calls = list(Call.objects.filter(track__slug="utmaningsdriven-innovation-steg").order_by("step"))
    versions = [call.versions.get() for call in calls]
    assert [call.step for call in calls] == [1, 2, 3]
    assert [rules.max_amount for rules in versions] == [500_000, 10_000_000, 20_000_000]
    assert len({tuple(rules.sections) for rules in versions}) == 3
    opened = CallWindow.objects.filter(call__in=calls, opens_at__year=2017)
    assert opened.count() == 6
    assert {window.name.split()[0] for window in opened} == {"Våren", "Hösten"}
    example = CallWindow.objects.get(call=calls[0], name="Våren 2017")
    assert example.closes_at == factories.moment(date(2017, 1, 26), 14)


def test_the_national_call_has_two_issuers_and_three_kinds_of_support(loaded):
    assert Programme.objects.get(slug="tidiga-och-samordnade-insatser").issuers == ["Skolverket", "Socialstyrelsen"]
    offered = rules("tidiga-och-samordnade-insatser-2018").components
    assert [(row["kind"], row.get("unit", "")) for row in offered] == [
        ("training", "platser"),
        ("network", "personer"),
        ("money", ""),
    ]


def test_the_partnership_has_money_set_aside_by_the_board_of_its_time(loaded):
    call = Call.objects.get(slug="sim-spar-2-insatser")
    given = call.versions.get()
    assert call.track is not None and call.track.is_partnership
    assert call.fund is not None and call.fund.board.short_name == "RUN"
    assert call.fund.entries.sheet().total.left == 6_000_000
    assert (given.age_from, given.age_to, len(given.municipalities), given.max_years) == (0, 12, 14, 3)


def test_the_regions_own_programme_knows_its_municipalities_and_its_rate():
    given = rules("rusta-barn-och-unga-2024")
    assert (len(given.municipalities), given.municipalities[-1]) == (12, "Örebro")
    assert (given.indirect_rate, given.months_per_report) == (Decimal("0.2139"), 12)


def test_one_who_applies_is_there_with_people_who_write_for_it(loaded):
    body = Organisation.objects.get(name="Norrbottens Kommuner")
    assert body.memberships.count() == 2
    assert body.signing_mandates.get().valid_from == date(2017, 1, 1)


@pytest.mark.parametrize("name", ["nationella", "orebro", "sim", "vgr", "vinnova"])
def test_what_the_sources_leave_open_says_so(name):
    told = dict(facts.notes(facts.read("programmes", name)))
    assert len(told) >= 5
    assert all(note.strip().endswith(".") for note in told.values())


def test_every_number_of_an_organisation_in_the_data_passes_its_check_digit():
    found = list(numbers(*(facts.read(kind, name) for kind in ("programmes", "stories") for name in facts.names(kind))))
    assert len(found) > 30
    assert [number for number in found if not luhn.is_valid(number.replace("-", ""))] == []


def numbers(*values: Any) -> Iterator[str]:
    for value in values:
        if isinstance(value, dict):
            whole = value.get("orgnr", "")
            yield from [whole] if len(whole) == 11 else []
            yield from [value["applicant"]] if "applicant" in value else []
            yield from numbers(*value.values())
        elif isinstance(value, list):
            yield from numbers(*value)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("vgr", "age_to = 15", "oldest_age = 15", "programmes/vgr.toml: rules.oldest_age: nyckeln finns inte"),
        ("vgr", "max_share = 0.5", "max_share = 50", "programmes/vgr.toml: calls[0].rules"),
        ("vgr", 'board = "MRU"', 'board = "MRO"', "programmes/vgr.toml: programme.board: nämnden MRO finns inte"),
        ("vgr", 'slug = "framtidsrusta-barn-och-unga"\n', "", "programmes/vgr.toml: programme.slug: nyckeln saknas"),
        ("vgr", '"vastra_gotaland"', '"skane"', "municipalities.toml: skane: området finns inte"),
        ("vgr", 'checklist = "framtidsrusta"', 'checklist = "annat"', "programmes/vgr.toml: checklist: filen annat"),
        ("vinnova", "max_amount = 500_000", 'max_amount = "mycket"', "programmes/vinnova.toml: calls[0].rules.max_"),
        ("vinnova", 'kind = "text"', 'kind = "prosa"', "programmes/vinnova.toml: calls[0]"),
        ("vinnova", '"01-02 08:00"', '"31-02 08:00"', "programmes/vinnova.toml: calls[0].seasons: 31-02 08:00"),
        ("sim", 'fund = "Spår 2 i Fyrbodal"', 'fund = "Annat"', "programmes/sim.toml: calls[0].fund: pengarna Annat"),
        ("sim", 'appeal_text = "legality_review"', 'appeal_text = "x"', "programmes/sim.toml: money.appeal_text: "),
        ("sim", "[programme]", "[programme", "sim.toml: filen kan inte läsas"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_file_and_key(folder, name, old, new, said):
    assert spoil(folder, name, old, new).startswith(said)


def test_a_story_of_another_time_has_the_board_of_that_time(loaded):
    heir = Board.objects.get(short_name="MRU")
    Programme.objects.filter(slug="sim-fyrbodal").update(board=heir)
    FundingSource.objects.filter(board__short_name="RUN").update(board=heir)
    sources = FundingSource.objects.count()
    programmes.load_all(factories.world())
    assert Programme.objects.get(slug="sim-fyrbodal").board == heir
    assert FundingSource.objects.count() == sources
    assert cast("sim", factories.world())["familj"].programme.board.short_name == "RUN"


@pytest.mark.parametrize("name", facts.names("stories"))
def test_every_story_can_be_cast(name):
    roles = cast(name, factories.world())
    assert all(role.steps for role in roles.values())
    assert not any(role.case for role in roles.values())


def test_the_stories_are_the_six_programmes_and_a_refusal():
    assert facts.names("stories") == ["avslag", "hurra", "kraftsamling", "nationella", "sim", "vgr", "vinnova"]


def test_a_verb_that_is_not_there_is_told_with_its_place(folder):
    path = folder / "stories" / "vgr.toml"
    path.write_text(path.read_text("utf-8").replace('do = "share_idea"', 'do = "shout"'), "utf-8")
    facts.read.cache_clear()
    with pytest.raises(facts.DataFault, match=r"stories/vgr.toml: play\[2\].do: shout är inget verb"):
        cast("vgr", factories.world())
