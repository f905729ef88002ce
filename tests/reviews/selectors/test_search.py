"""Searching: which words find a case, what is never found, and that the database keeps the rows up to date."""

from datetime import timedelta

import pytest

from applications.enums import ConflictGround
from applications.models import Case
from applications.services import handling, ideas
from portal import clock
from portal.accounts.enums import MembershipRole
from portal.accounts.models import Organisation, User
from portal.demo.stories.script import Story
from portal.demo.world import join
from reviews.models import SearchRow
from reviews.selectors import listing, search
from reviews.selectors.listing import Chosen
from reviews.selectors.search import FOUND, MOST_WORDS, of_number, words_of
from tests import factories


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    return factories.assigned_tale(title="Lekplatsernas återkomst")


def found(typed: str, name: str = "handlaggare") -> list[str]:
    person = User.objects.get(pk=factories.staff(name).pk)
    return [case.title for case in listing.listed(FOUND, person, Chosen(words=words_of(typed))).rows]


def test_words_are_parted_and_bounded() -> None:
    assert words_of(' ”Barn, unga"  (26RS1) ') == ("Barn", "unga", "26RS1")
    assert words_of("... & | ! :* '' \\") == ()
    assert len(words_of("a " * 50)) == MOST_WORDS
    assert len(words_of("x" * 300)[0]) == 40


@pytest.mark.parametrize("few", [search.FEW, 0], ids=["few", "many"])
def test_what_finds_a_case(tale: Story, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FEW", few)  # many are asked for in another way, and are the same
    case = tale.the_case
    orgnr = case.organisation.orgnr
    assert case.dnr is not None
    for typed in (
        case.dnr,
        case.dnr.lower(),
        case.dnr[:6],
        orgnr,
        orgnr.replace("-", ""),
        orgnr[:6],
        "lekplats",
        "Lekplatserna",
        "återkomster",
        "lekpl",
        f"återkomst {case.dnr}",
        case.organisation.name,
        tale.officer.name,
        tale.officer.name.split()[-1],
        "lekplatser och återkomst på",
        tale.application.contact_name,
    ):
        assert found(typed) == ["Lekplatsernas återkomst"], typed


@pytest.mark.parametrize("few", [search.FEW, -1], ids=["few", "many"])
def test_what_finds_nothing(tale: Story, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FEW", few)
    for typed in ("gruvdrift", "lekplats gruvdrift", "99XX", "platsernas"):
        assert found(typed) == [], typed


def test_signs_that_a_search_might_trip_over(tale: Story) -> None:
    for typed in ("'", "\\", "lekplats'", "a:*", "!lekplats", "<->", "lek&plats", "\\'", "😀", "(", "%", "och"):
        found(typed)
    assert found("'lekplats'") == ["Lekplatsernas återkomst"]


def test_the_number_itself_is_told_first(tale: Story) -> None:
    person = User.objects.get(pk=tale.officer.pk)
    assert tale.the_case.dnr is not None
    assert of_number(person, f" {tale.the_case.dnr.lower()} ") == tale.the_case
    assert of_number(person, tale.the_case.dnr[:-1]) is None
    assert of_number(person, "lekplats") is None


def test_nothing_unshared_is_searched(tale: Story) -> None:
    draft = factories.filled_tale(title="Hemligt utkast").the_case
    assert not SearchRow.objects.filter(case=draft).exists()
    idea = factories.shared_idea("Gården mitt i byn")
    application = ideas.convert(idea, call=factories.call(), by=factories.applicant())
    application.summary, application.title = "Förtrolig fjällvandring", "Fjälltur"
    application.save()
    Case.objects.filter(pk=idea.case_id).update(officer=tale.officer)  # the row is made anew
    assert found("fjällvandring") == found("Fjälltur") == []
    assert found("gården") == ["Gården mitt i byn"]


def test_text_changed_during_a_completion_is_found_when_it_is_sent(tale: Story) -> None:
    with clock.at(factories.NOW + timedelta(hours=1)):
        tale.ask_completion("projekt", "Mer om målgruppen.", "Vi ser inte vilka.", clock.today() + timedelta(14))
        application = tale.application
        application.refresh_from_db()
        application.summary = "Nu handlar det om segelflygning."
        application.save()
        Case.objects.filter(pk=tale.case_id).update(officer=tale.officer)
        assert found("segelflygningen") == []


def test_names_are_kept_up_to_date(tale: Story) -> None:
    Organisation.objects.filter(pk=tale.the_case.organisation_id).update(name="Stiftelsen Ljungheden")
    User.objects.filter(pk=tale.officer.pk).update(name="Göta Kvist")
    assert found("ljungheden") == found("kvist") == ["Lekplatsernas återkomst"]
    Case.objects.filter(pk=tale.case_id).update(officer=None)
    assert found("kvist") == []


def test_jav_other_side_and_others_find_nothing(tale: Story) -> None:
    officer = User.objects.get(pk=factories.staff("medhandlaggare").pk)
    handling.declare_conflict(tale.the_case, is_conflicted=True, ground=ConflictGround.OTHER, by=officer)
    join(factories.staff("ekonom"), tale.the_case.organisation, MembershipRole.READER)
    for name in ("medhandlaggare", "ekonom", "admin", "ledamot", "sokande"):
        assert found("lekplats", name) == [], name
    assert of_number(officer, str(tale.the_case.dnr)) is None
    other = User.objects.get(pk=factories.other_officer().pk)
    assert listing.listed(FOUND, other, Chosen(words=("lekplats",))).rows == []
    assert found("lekplats", "registrator") == ["Lekplatsernas återkomst"]
