"""What the rules of a call say about an application, as grave as the call says (domain.md §9 case 39)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from applications import findings
from applications.models import Application, CallVersion, Funder
from portal import clock
from portal.accounts.enums import OrganisationType
from tests import factories
from tests.factories import scenes

stage, take = scenes.stage, scenes.take

THEN = datetime(2024, 3, 1, 12, tzinfo=clock.STOCKHOLM)
AREAS = ["Hälsa", "Språk", "Fritid"]
TOWNS = ["Kumla", "Nora", "Laxå"]


def written(rules: dict[str, Any] | None = None, **columns: Any) -> Application:
    """An application that is in no table, under rules that are not either."""
    given = {"max_years": 3, "age_from": 0, "age_to": 15, "areas": AREAS, "municipalities": TOWNS}
    given["cost_categories"] = []
    return Application(call_version=CallVersion(**(given | (rules or {}))), **columns)


def told(application: Application, section: str = "projekt") -> list[tuple[str, str, str]]:
    return [(row.level, row.text, row.field) for row in findings.of_section(application, section)]


@pytest.fixture(scope="module")
def filled(stage) -> Application:
    return factories.filled_application()


# The period


@pytest.mark.parametrize(
    ("start", "end", "last"),
    [
        (date(2027, 1, 1), date(2029, 12, 31), None),
        (date(2027, 1, 1), date(2030, 1, 1), "31 december 2029"),
        (date(2028, 2, 29), date(2031, 2, 28), None),
        (date(2028, 2, 29), date(2031, 3, 1), "28 februari 2031"),
        (date(2024, 8, 1), date(2026, 8, 1), None),  # two years and a day, as the real case
        (None, date(2040, 1, 1), None),  # said as a missing day
    ],
)
def test_a_period_is_at_most_as_long_as_the_call_allows(start, end, last):
    """Case 9: three years are counted with both days, also from a leap day."""
    with clock.at(THEN):
        found = told(written(period_start=start, period_end=end))
    if last is None:
        assert found == []
    else:
        [(level, text, field)] = found
        assert (level, field) == ("error", "period_end")
        assert text.endswith(f"är sista möjliga dag {last}.")


def test_longer_than_the_limit_is_for_the_board_alone_where_the_call_lets_it():
    """Case 8: without the exception nobody may send it in; with it the applicant is warned and the board decides."""
    period = {"period_start": date(2027, 1, 1), "period_end": date(2030, 4, 30)}
    [(level, _, _)] = told(written(**period))
    assert level == "error"
    [(level, text, field)] = told(written({"may_exceed_period": True}, **period))
    assert (level, field) == ("warning", "period_end")
    assert "Nämnden kan ge längre tid när det finns särskilda skäl." in text


@pytest.mark.parametrize(
    ("start", "end", "sent", "level", "field"),
    [
        (date(2024, 3, 2), date(2024, 12, 31), None, None, None),
        (date(2024, 3, 1), date(2024, 12, 31), None, "warning", "period_start"),
        (date(2023, 1, 1), date(2024, 2, 29), None, "error", "period_end"),
        (date(2023, 12, 1), date(2024, 2, 29), datetime(2023, 11, 30, tzinfo=clock.STOCKHOLM), None, None),
    ],
)
def test_a_period_is_measured_against_the_day_the_application_came_in(start, end, sent, level, field):
    """Over is a slip; begun is at the applicant's own risk, which is ticked. Afterwards time no longer counts."""
    with clock.at(THEN):
        found = told(written(period_start=start, period_end=end, shared_at=sent))
    assert [(row[0], row[2]) for row in found] == ([(level, field)] if level else [])


def test_a_call_that_says_when_projects_begin_warns_of_nothing_else():
    with clock.at(THEN):
        rules = {"earliest_start": date(2024, 1, 1)}
        assert told(written(rules, period_start=date(2024, 2, 1), period_end=date(2024, 12, 31))) == []


def test_a_project_begins_no_earlier_than_the_call_says():
    rules = {"earliest_start": date(2027, 2, 1)}
    assert told(written(rules, period_start=date(2027, 2, 1))) == []
    [found] = told(written(rules, period_start=date(2027, 1, 31)))
    assert found == (
        "error",
        "Projektet får börja tidigast 1 februari 2027. Ni har skrivit 31 januari 2027. Välj en senare dag.",
        "period_start",
    )


# For whom


@pytest.mark.parametrize(
    ("ages", "is_fault"), [((0, 15), False), ((16, 19), True), ((3, 16), True), ((0, 0), False), ((None, 40), False)]
)
def test_the_ages_are_those_of_the_call(ages, is_fault):
    """Case 39."""
    found = told(written(age_from=ages[0], age_to=ages[1]), "malgrupp")
    text = f"Satsningen gäller 0–15 år. Ni har angett {ages[0]}–{ages[1]} år."
    assert [row[:2] for row in found] == ([("error", text)] if is_fault else [])


def test_the_age_that_is_wrong_is_marked():
    assert [row[2] for row in told(written({"age_from": 6}, age_from=3, age_to=15), "malgrupp")] == ["age_from"]
    assert [row[2] for row in told(written({"age_to": 12}, age_from=6, age_to=15), "malgrupp")] == ["age_to"]


def test_the_same_ages_are_right_in_a_call_with_another_range():
    assert told(written({"age_to": 12}, age_from=0, age_to=15), "malgrupp")
    assert told(written({"age_to": 19}, age_from=16, age_to=19), "malgrupp") == []


def test_new_rules_leave_what_has_come_in_alone():
    """Case 39: the version that an application was made under is the one it is read by."""
    application = factories.submitted_application()
    assert told(application, "malgrupp") == []
    old = application.call_version
    CallVersion.objects.create(
        call=old.call, number=2, age_to=5, max_years=1, cost_categories=old.cost_categories, terms_version="2"
    )
    application = Application.objects.get(pk=application.pk)
    assert application.call_version == old
    assert told(application, "malgrupp") == []


def test_adults_only_where_the_call_takes_them():
    assert told(written(reaches_adults="yes", adults_reason="Föräldrar lär sig läsa högt."), "malgrupp") == []
    [(level, _, field)] = told(written({"allows_adults": False}, reaches_adults="yes"), "malgrupp")
    assert (level, field) == ("error", "reaches_adults")
    assert told(written({"allows_adults": False}, reaches_adults="no"), "malgrupp") == []


# Areas and municipalities


def test_areas_are_those_of_the_call_and_the_main_one_is_chosen():
    [(level, text, field)] = told(written(areas=["Hälsa", "Rymden"], main_area="Hälsa"))
    assert (level, field) == ("error", "areas")
    assert "”Rymden”" in text
    [(level, _, field)] = told(written(areas=["Hälsa", "Språk"], main_area="Fritid"))
    assert (level, field) == ("error", "main_area")
    assert told(written({"areas": []}, areas=[], main_area="")) == []


def test_an_area_may_have_a_key_beside_its_name():
    rules = {"areas": [{"key": "halsa", "label": "God hälsa"}]}
    assert told(written(rules, areas=["halsa"])) == []


@pytest.mark.parametrize("level", ["error", "warning", "advice"])
def test_few_municipalities_are_as_grave_as_the_call_says(level):
    rules = {"min_municipalities": 2, "municipalities_level": level}
    assert told(written(rules, municipalities=["Kumla", "Nora"])) == []
    [(found, text, field)] = told(written(rules, municipalities=["Kumla"]))
    assert (found, field) == (level, "municipalities")
    wish, mend = "Det är önskvärt att minst två kommuner är med", ""
    if level == "error":
        wish, mend = "Minst två kommuner måste vara med", " Välj fler."
    assert text == f"{wish}. Ni har en kommun.{mend}"


def test_a_municipality_that_only_follows_does_not_take_part():
    rules = {"min_municipalities": 2, "municipalities_level": "warning"}
    roles = {"Kumla": "pilot", "Nora": "follows"}
    [(_, text, _)] = told(written(rules, municipalities=["Kumla", "Nora"], municipality_roles=roles))
    assert text.endswith("Ni har en kommun. De som bara följer räknas inte.")
    assert told(written(rules, municipalities=["Kumla", "Nora"], municipality_roles={"Kumla": "pilot"})) == []


def test_a_municipality_outside_the_list_is_told():
    [(level, text, _)] = told(written(municipalities=["Kumla", "Atlantis"]))
    assert level == "error"
    assert text.startswith("Atlantis finns inte")


# Who


def test_an_organisation_of_another_kind_may_not_apply():
    rules = CallVersion(eligible_types=["municipal", "regional"])
    assert findings.not_eligible(rules, OrganisationType.BUSINESS) == (
        "Er organisation är näringsliv; den här utlysningen är för kommunal verksamhet och regional verksamhet. "
        "Stämmer inte det, hör av er till oss."
    )
    assert findings.not_eligible(rules, OrganisationType.MUNICIPAL) == ""
    assert findings.not_eligible(CallVersion(eligible_types=[]), OrganisationType.BUSINESS) == ""


def test_the_kind_of_organisation_is_told_in_the_section_about_who_applies(filled):
    CallVersion.objects.filter(pk=filled.call_version_id).update(eligible_types=["municipal"])
    [(level, text, _)] = told(Application.objects.get(pk=filled.pk), "sokande")
    assert level == "error"
    assert text.startswith("Er organisation är regional verksamhet; den här utlysningen är för kommunal verksamhet.")


@pytest.mark.parametrize("level", ["error", "warning", "advice"])
def test_sectors_are_counted_with_the_applicants_own(filled, level):
    CallVersion.objects.filter(pk=filled.call_version_id).update(min_sectors=2, sectors_level=level)
    assert told(Application.objects.get(pk=filled.pk), "parter") == [], "a region and an association"
    filled.parties.update(sector="region")
    [(found, text, _)] = told(Application.objects.get(pk=filled.pk), "parter")
    assert found == level
    assert text.endswith("Ni har en sektor: region. Lägg till en part från en annan sektor.")


# The money


def test_two_boards_of_one_region_are_one_financier(filled):
    """Case 12: what the region's other board pays is the region's, and somebody else is still needed."""
    CallVersion.objects.filter(pk=filled.call_version_id).update(requires_other_funder=True, max_share=None)
    own = filled.funders.get(is_applied=False)
    region = filled.case.board.authority.orgnr
    Funder.objects.filter(pk=own.pk).update(name="Folkhälsonämnden", orgnr=region)
    [(level, text, place)] = told(Application.objects.get(pk=filled.pk), "budget")
    assert (level, place) == ("error", "applied")
    assert text.startswith("Någon mer än vi behöver vara med och betala.")
    Funder.objects.filter(pk=own.pk).update(name="Kumla kommun", orgnr="212000-1975")
    assert told(Application.objects.get(pk=filled.pk), "budget") == []


def test_one_financier_may_stand_twice_with_other_money(filled):
    """Case 13: O-21, and what is applied for is often the third."""
    own = filled.funders.get(is_applied=False)
    Funder.objects.filter(pk=own.pk).update(orgnr="212000-1975")
    other = Funder.objects.create(
        application=filled, name=own.name, orgnr="212000-1975", account="Projektmedel", order=5
    )
    cell = own.rows.first()
    other.rows.create(year=cell.year, amount=Decimal(1000))
    own.rows.filter(pk=cell.pk).update(amount=cell.amount - 1000)
    assert told(Application.objects.get(pk=filled.pk), "budget") == []


def test_the_largest_share_belongs_to_the_rules_that_the_application_was_made_under(filled):
    """Case 43: the same budget is right under one version and wrong under the next."""
    factories.under_rules(filled, max_share=Decimal("0.4"))
    assert told(Application.objects.get(pk=filled.pk), "budget") == []
    factories.under_rules(filled, max_share=Decimal("0.39"))
    [(level, text, _)] = told(Application.objects.get(pk=filled.pk), "budget")
    assert level == "error"
    assert "Vi betalar högst 39" in text


def test_hours_that_are_given_count_where_the_call_counts_the_total_cost(filled):
    """Case 14."""
    filled.funders.filter(is_applied=False).update(in_kind=True)
    factories.under_rules(filled, max_share=Decimal("0.5"))
    assert told(Application.objects.get(pk=filled.pk), "budget") == []
    factories.under_rules(filled, max_share=Decimal("0.5"), share_base="booked_cost")
    [(level, text, _)] = told(Application.objects.get(pk=filled.pk), "budget")
    assert level == "error"
    assert "av de bokförda kostnaderna" in text


# Who leads, who has promised, what it stands on


def test_a_deputy_must_be_possible_to_reach(filled):
    def told_of(**columns: str) -> list[tuple[str, str]]:
        given = dict.fromkeys(("deputy_name", "deputy_email", "deputy_phone"), "") | columns
        Application.objects.filter(pk=filled.pk).update(**given)
        return [(level, field) for level, _, field in told(Application.objects.get(pk=filled.pk), "sokande")]

    assert told_of() == []
    assert told_of(deputy_name="Ada Ros") == [("error", "deputy_email")]
    assert told_of(deputy_name="Ada Ros", deputy_phone="010-1") == []
    assert told_of(deputy_name="Ada Ros", deputy_email="ada@example.se") == []
    assert told_of(deputy_phone="010-1") == [("error", "deputy_name")]


@pytest.mark.parametrize(
    ("role", "promise", "is_warned"),
    [
        ("partner", {}, False),
        ("co_applicant", {}, True),
        ("co_funder", {}, True),
        ("co_applicant", {"intent_by": "Ada Ros"}, True),
        ("co_applicant", {"intent_on": date(2026, 11, 1)}, True),
        ("co_applicant", {"intent_by": "Ada Ros", "intent_on": date(2026, 11, 1)}, False),
    ],
)
def test_who_applies_or_pays_with_others_has_promised_it(filled, role, promise, is_warned):
    filled.parties.update(role=role, **promise)
    found = told(Application.objects.get(pk=filled.pk), "parter")
    levels = ["warning"] if is_warned else ["advice"] if promise else []  # a letter on paper is enough
    assert [level for level, _, _ in found] == levels
    assert all("skriv vem som lovar för dem, och vilken dag." in text for level, text, _ in found if level == "warning")


def test_without_the_target_group_there_is_a_tip():
    assert told(written(who_formulated=["target_group"]), "forankring") == []
    [(level, text, field)] = told(written(who_formulated=["applicant"]), "forankring")
    assert (level, field) == ("advice", "who_formulated")
    assert text.startswith("Målgruppen har inte varit med")
    [(_, unanswered, _)] = told(written(who_formulated=[]), "forankring")
    assert unanswered.startswith("Kryssa i vilka som har varit med")  # nobody is told what has not been answered


def test_an_area_of_the_strategy_is_among_those_of_the_call():
    rules, given = {"strategy_areas": ["Kunskap"]}, {"who_formulated": ["target_group"]}
    assert told(written(rules, strategy_area="Kunskap", **given), "forankring") == []
    [(level, text, field)] = told(written(rules, strategy_area="Annat", **given), "forankring")
    assert (level, field) == ("error", "strategy_area")
    assert text.endswith("Välj om.")


def test_the_same_role_at_the_same_place_twice_is_a_warning(filled):
    filled.project_roles.create(role="ekonom", workplace="Skolan", order=8)
    assert told(Application.objects.get(pk=filled.pk), "organisation") == []
    filled.project_roles.create(role="Ekonom", workplace="förvaltningen", order=9)
    [(level, text, _)] = told(Application.objects.get(pk=filled.pk), "organisation")
    assert level == "warning"
    assert text.startswith("Rollen Ekonom hos förvaltningen står två gånger.")


# Papers, and what belongs to all


def test_the_same_file_twice_is_a_warning(filled):
    first = filled.attachments.get().file
    copy = type(first).objects.get(pk=first.pk)
    copy.pk, copy.key = None, f"{first.key}-2"
    copy._state.adding = True
    copy.save()
    filled.attachments.create(kind="annat", file=copy, added_by=factories.applicant())
    [(level, text, _)] = told(Application.objects.get(pk=filled.pk), "bilagor")
    assert level == "warning"
    assert "ligger bland bilagorna två gånger" in text


def test_a_section_that_the_call_does_not_use_has_no_findings():
    application = written({"sections": ["sokande"]}, age_from=30, age_to=40)
    assert told(application) == []


def test_a_key_lasts_as_long_as_the_words():
    rules = {"min_municipalities": 3, "municipalities_level": "warning"}
    one = findings.of_section(written(rules, municipalities=["Kumla"]), "projekt")[0]
    again = findings.of_section(written(rules, municipalities=["Nora"]), "projekt")[0]
    more = findings.of_section(written(rules, municipalities=["Kumla", "Nora"]), "projekt")[0]
    assert one.key == again.key != more.key


def test_the_gravest_comes_first():
    rules = {"min_municipalities": 2, "municipalities_level": "advice", "may_exceed_period": True}
    period = {"period_start": date(2027, 1, 1), "period_end": date(2031, 1, 1)}
    found = told(written(rules, municipalities=["Kumla"], areas=["Rymden"], **period))
    assert [level for level, _, _ in found] == ["error", "warning", "advice"]


@pytest.mark.parametrize(
    ("section", "columns", "field"),
    [
        ("statsstod", {"economic_activity": "yes"}, "economic_activity_note"),
        ("malgrupp", {"reaches_adults": "yes"}, "adults_reason"),
    ],
)
def test_a_yes_that_is_not_described_is_told_where_it_is_given(section, columns, field):
    assert [row[2] for row in told(written({"allows_adults": True}, **columns), section)] == [field]
    assert told(written({"allows_adults": True}, **columns, **{field: "Så här."}), section) == []
