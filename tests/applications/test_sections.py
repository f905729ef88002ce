"""The sections of the form: which columns each holds, and every sentence about what is missing."""

from decimal import Decimal

import pytest

from applications.models import Application, CallVersion, CostRow, Party, SectionDraft, SubGoal
from applications.sections import REVIEW, SECTIONS, section_missing, sections_of, unparsed_sentences
from portal.demo.stories.script import certificate
from portal.files import storing
from tests import factories
from tests.factories import scenes

stage, take = scenes.stage, scenes.take

# Columns of the application that no section writes: what it belongs to, and what the system keeps.
KEPT = {"id", "version", "case", "call", "call_version", "state", "shared_at", "submitted_by", "is_late", "saved_at"}
KEPT |= {"window", "answers", "warnings_read", "warning_comments"}


@pytest.fixture(scope="module")
def draft(stage) -> Application:
    """An application in which nothing is written."""
    application = factories.draft_application()
    Application.objects.filter(pk=application.pk).update(
        contact_name="", contact_email="", contact_phone="", address="", postcode="", city="", home_municipality=""
    )
    return application


@pytest.fixture(scope="module")
def filled(stage) -> Application:
    return factories.filled_application()


def missing(application: Application, key: str, **columns) -> list[str]:
    """What is missing in a section when the columns are as given."""
    Application.objects.filter(pk=application.pk).update(**columns)
    return section_missing(Application.objects.get(pk=application.pk), SECTIONS[key])


def test_the_keys_are_stable():
    assert [*SECTIONS, REVIEW] == [
        "sokande",
        "kontakter",
        "parter",
        "projekt",
        "malgrupp",
        "forankring",
        "mal",
        "effektkedja",
        "genomforande",
        "organisation",
        "risker",
        "narliggande",
        "budget",
        "statsstod",
        "annat_stod",
        "bilagor",
        "villkor",
        "granska",
    ]


def test_every_column_is_written_in_one_section():
    written = [field for section in SECTIONS.values() for field in section.fields]
    columns = {field.name for field in Application._meta.concrete_fields} - KEPT
    assert sorted(written) == sorted(columns)


def test_a_whole_application_misses_nothing(filled):
    assert {key: missing(filled, key) for key in SECTIONS} == {key: [] for key in SECTIONS}


def test_an_empty_one_says_all_that_is_needed(draft):
    assert {key: missing(draft, key) for key in SECTIONS} == {
        "sokande": [
            "Skriv er postadress.",
            "Skriv ert postnummer.",
            "Skriv er postort.",
            "Skriv vem som leder projektet.",
            "Skriv projektledarens e-postadress.",
            "Skriv projektledarens telefonnummer.",
            "Svara på om ni drar av moms i projektet.",
            "Svara på om ni omfattas av någon upphandlingslag.",
            "Skriv numret på kontot som vi ska betala till.",
        ],
        "kontakter": [],
        "parter": ["Lägg till minst en part som ni gör projektet tillsammans med."],
        "projekt": [
            "Skriv projektets namn.",
            "Skriv en sammanfattning.",
            "Skriv vilken dag projektet börjar.",
            "Skriv vilken dag projektet slutar.",
            "Beskriv problemet.",
            "Beskriv vad ni vill ska bli annorlunda, för minst en av de tre.",
            "Välj minst en kommun.",
            "Välj minst ett utvecklingsområde.",
        ],
        "malgrupp": [
            "Skriv vilka barn och unga projektet är till för.",
            "Skriv målgruppens yngsta ålder.",
            "Skriv målgruppens äldsta ålder.",
            "Skriv hur många barn och unga ni når direkt.",
            "Svara på om ni även vänder er till vuxna.",
        ],
        "genomforande": [
            "Beskriv hur ni arbetar tillsammans.",
            "Beskriv hur projektet skiljer sig från det ni gör annars.",
            "Beskriv vem som tar vid efter projektet.",
        ],
        "risker": ["Beskriv minst 3 risker i projektet."],
        "narliggande": [],
        "forankring": [
            "Beskriv hur projektet är förankrat hos dem som ska bära det.",
            "Välj vilket område i den regionala utvecklingsstrategin projektet hör till.",
        ],
        "effektkedja": [
            "Lägg till minst en aktivitet i effektkedjan.",
            "Lägg till minst en effekt i effektkedjan.",
        ],
        "organisation": ["Lägg till minst en roll i projektet."],
        "mal": [
            "Skriv det övergripande målet.",
            "Skriv projektmålet.",
            "Beskriv hur ni följer upp projektet.",
            "Lägg till minst ett delmål.",
        ],
        "budget": [
            "Skriv först projektets period under Projektet. Den bestämmer vilka år budgeten har.",
            "Skriv vad projektet kostar.",
            "Skriv hur mycket ni söker av oss.",
        ],
        "statsstod": [
            "Svara på om ni säljer något eller konkurrerar på en marknad i projektet.",
            "Svara på om något företag får en fördel av projektet.",
        ],
        "annat_stod": [
            "Svara på om ni har fått eller sökt annat offentligt stöd för projektet.",
            "Kryssa i att samma kostnad inte betalas två gånger.",
        ],
        "bilagor": ["Lägg in bilagan intyg om medfinansiering.", "Kryssa i att alla bilagor är inlagda."],
        "villkor": [
            "Kryssa i att ni har läst hur vi använder personuppgifter.",
            "Kryssa i att ni godkänner villkoren.",
        ],
    }


def test_an_account_must_be_the_applicants_own(filled):
    assert missing(filled, "sokande", owns_account=False) == ["Kryssa i att kontot tillhör er organisation."]


def test_a_workplace_and_childrens_part_may_be_left_out(filled):
    assert missing(filled, "sokande", workplace="") == []
    assert missing(filled, "malgrupp", child_participation="", target_risk="", reach_indirect=None) == []


def test_a_call_without_areas_asks_for_none(filled):
    assert missing(filled, "projekt", areas=[]) == ["Välj minst ett utvecklingsområde."]
    CallVersion.objects.filter(pk=filled.call_version_id).update(areas=[])
    assert missing(filled, "projekt", areas=[]) == []


def test_a_main_area_is_asked_for_among_several_and_is_one_of_them(filled):
    first, second = filled.call_version.areas[:2]
    assert missing(filled, "projekt", areas=[first, second], main_area="") == [
        "Välj vilket av utvecklingsområdena som är viktigast."
    ]
    assert missing(filled, "projekt", areas=[first], main_area="") == []
    assert missing(filled, "projekt", areas=[first], main_area=second) == [
        "Det viktigaste utvecklingsområdet måste vara ett av dem som ni har valt."
    ]


def test_a_call_without_municipalities_asks_for_none(filled):
    assert missing(filled, "projekt", municipalities=[]) == ["Välj minst en kommun."]
    CallVersion.objects.filter(pk=filled.call_version_id).update(municipalities=[])
    assert missing(filled, "projekt") == []


def test_adults_are_asked_about_and_only_with_a_reason(filled):
    assert missing(filled, "malgrupp", reaches_adults="") == ["Svara på om ni även vänder er till vuxna."]
    assert missing(filled, "malgrupp", reaches_adults="yes") == [
        "Beskriv hur barnen och de unga har nytta av att ni vänder er till vuxna."
    ]
    assert missing(filled, "malgrupp", adults_reason="Barnen får läsa med någon hemma.") == []
    CallVersion.objects.filter(pk=filled.call_version_id).update(allows_adults=False)
    assert missing(filled, "malgrupp", reaches_adults="") == []


def test_a_narrower_call_takes_narrower_ages(filled):
    CallVersion.objects.filter(pk=filled.call_version_id).update(age_from=3, age_to=12)
    (told,) = missing(filled, "malgrupp")
    assert told == "Satsningen gäller 3–12 år. Ni har angett 0–12 år."


def test_a_section_that_the_call_does_not_use_misses_nothing(draft):
    CallVersion.objects.filter(pk=draft.call_version_id).update(sections=["sokande", "projekt"])
    rules = CallVersion.objects.get(pk=draft.call_version_id)
    used = ["sokande", "kontakter", "projekt", "malgrupp", "genomforande"]
    assert [section.key for section in sections_of(rules)] == used, "what was divided comes with its first part"
    assert missing(draft, "mal") == missing(draft, "bilagor") == []
    assert missing(draft, "projekt")


def test_a_sub_goal_has_activities(filled):
    SubGoal.objects.create(application=filled, text="Fler läser", order=9)
    assert missing(filled, "mal") == ["Skriv vilka aktiviteter som hör till delmålet ”Fler läser”."]


def test_an_area_of_the_strategy_is_asked_for_where_the_call_has_some(filled):
    assert missing(filled, "forankring", strategy_area="") == [
        "Välj vilket område i den regionala utvecklingsstrategin projektet hör till."
    ]
    CallVersion.objects.filter(pk=filled.call_version_id).update(strategy_areas=[])
    assert missing(filled, "forankring", strategy_area="") == []


def test_a_ticked_perspective_is_told_about(filled):
    told = {"gender": "Vi räknar flickor och pojkar var för sig.", "environment": " "}
    assert missing(filled, "forankring", perspectives=told) == [
        "Beskriv hur ni har tänkt på perspektivet miljö.",
    ]
    assert missing(filled, "forankring", perspectives={}) == [], "none has to be ticked"


def test_one_role_is_enough_without_share_or_payer(filled):
    filled.project_roles.all().delete()
    assert missing(filled, "organisation") == ["Lägg till minst en roll i projektet."]
    filled.project_roles.create(role="Kommunikatör")
    assert missing(filled, "organisation") == []


def test_what_may_be_left_out(filled):
    left = dict.fromkeys(("vision", "methods", "societal_benefit", "dissemination"), "")
    assert missing(filled, "mal", **left) == []
    left = dict.fromkeys(("strategy_link", "existing_structure", "references", "who_formulated_note"), "")
    assert missing(filled, "forankring", who_formulated=[], **left) == []
    assert missing(filled, "projekt", short_name="", focus_area="") == []


def test_one_party_is_enough(filled):
    Party.objects.filter(application=filled).delete()
    assert missing(filled, "parter") == ["Lägg till minst en part som ni gör projektet tillsammans med."]


def test_a_budget_needs_costs_and_something_applied_for(filled):
    filled.funders.get(is_applied=True).rows.update(amount=Decimal(0))
    assert missing(filled, "budget") == ["Skriv hur mycket ni söker av oss."]
    CostRow.objects.filter(application=filled).delete()
    assert missing(filled, "budget") == ["Skriv vad projektet kostar.", "Skriv hur mycket ni söker av oss."]


def test_an_economic_activity_is_explained_and_asks_for_earlier_aid(filled):
    asked = "Svara på om ni, eller ett företag i samma grupp, har fått försumbart stöd de senaste tre åren."
    assert missing(filled, "statsstod", economic_activity="yes") == [asked, "Beskriv den ekonomiska verksamheten."]
    assert missing(filled, "statsstod", economic_activity_note="Vi säljer kaffe.") == [asked]
    assert missing(filled, "statsstod", minimis_received="no") == []
    assert missing(filled, "statsstod", minimis_received="yes") == ["Lägg till det försumbara stöd som ni har fått."]
    filled.minimis_aids.create(giver="Kommunen", amount=Decimal(10), currency="sek")
    assert missing(filled, "statsstod") == ["Skriv dag och belopp för stöd 1, och kursen om det är i kronor."]
    assert missing(filled, "statsstod", economic_activity="no") == []


def test_other_support_is_told_row_by_row_and_no_cost_is_paid_twice(filled):
    assert missing(filled, "annat_stod", other_support="yes") == ["Lägg till det andra stödet."]
    filled.other_supports.create(giver="Kommunen", amount=Decimal(10), status="granted")
    text = "Skriv belopp, kostnader och om det är sökt eller beviljat för stödet från Kommunen."
    assert missing(filled, "annat_stod") == [text]
    filled.other_supports.update(costs="Lokaler")
    assert missing(filled, "annat_stod") == []
    told = ["Kryssa i att samma kostnad inte betalas två gånger."]
    assert missing(filled, "annat_stod", other_support="no", no_double_funding=False) == told


def test_risks_are_as_many_as_the_call_wants_each_weighed_and_answered(filled):
    filled.risks.all().delete()
    filled.risks.create(text="Regn", likelihood=3)
    assert missing(filled, "risker") == [
        "Beskriv minst 3 risker i projektet. Ni har skrivit 1.",
        "Bedöm hur sannolik risk 1 är, och hur allvarlig den är.",
        "Skriv vad ni gör åt risk 1.",
    ]
    filled.risks.all().delete()
    CallVersion.objects.filter(pk=filled.call_version_id).update(min_risks=0)
    assert missing(filled, "risker") == []


@pytest.mark.parametrize(("limit", "is_missing"), [(Decimal("1"), True), (None, False), (Decimal(10_000_000), False)])
def test_a_plan_for_purchases_is_asked_for_above_the_limit(filled, limit, is_missing):
    CallVersion.objects.filter(pk=filled.call_version_id).update(procurement_limit=limit)
    told = ["Beskriv vad ni ska köpa in och hur ni upphandlar det."] if is_missing else []
    assert missing(filled, "risker", procurement_plan="") == told


def test_what_was_kept_before_a_section_was_divided_is_told_where_it_is_asked_now(draft):
    entries = {
        "age_from": {"raw": "tolv", "error": "Skriv åldern i hela år."},
        "title": {"raw": "", "error": "Namnet."},
    }
    SectionDraft.objects.create(application=draft, section="projekt", unparsed=entries, saved_by=factories.applicant())
    assert unparsed_sentences(draft, SECTIONS["projekt"]) == ["Namnet."]
    assert unparsed_sentences(draft, SECTIONS["malgrupp"]) == ["Skriv åldern i hela år."]


def test_each_attachment_that_the_call_requires_is_asked_for(filled):
    kinds = [{"key": "firmateckning", "label": "Bevis om firmateckning", "required": True}]
    CallVersion.objects.filter(pk=filled.call_version_id).update(attachment_kinds=kinds)
    assert missing(filled, "bilagor") == ["Lägg in bilagan bevis om firmateckning."]
    file = storing.store_upload(certificate("Vi"), by=factories.applicant())
    filled.attachments.create(kind="firmateckning", file=file, added_by=factories.applicant())
    assert missing(filled, "bilagor") == []


def test_what_could_not_be_read_is_said_first_and_each_sentence_once(draft):
    entries = {
        "period_start": {"raw": "31 juni", "error": "Juni har 30 dagar."},
        "title": {"raw": "", "error": "Skriv projektets namn."},
    }
    SectionDraft.objects.create(application=draft, section="projekt", unparsed=entries, saved_by=factories.applicant())
    unread = {"Juni har 30 dagar.", "Skriv projektets namn."}
    assert set(unparsed_sentences(draft, SECTIONS["projekt"])) == unread
    assert unparsed_sentences(draft, SECTIONS["mal"]) == []
    told = missing(draft, "projekt")
    assert set(told[:2]) == unread
    assert told.count("Skriv projektets namn.") == 1
