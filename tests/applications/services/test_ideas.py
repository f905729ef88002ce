"""Ideas: a draft is the applicant's alone; shared, it is in the diary and gets advice; it may become an application."""

from datetime import date

import pytest

from applications.lifecycle.engine import MovedOn, NotReady, NotYours, StaleVersion
from applications.models import Case, Idea, Notice, TransitionLog
from applications.selectors.case_story import is_over
from applications.services import drafting, handling, ideas
from portal import clock
from portal.demo.world import moment
from tests import factories
from tests.factories.refusals import missing, moves

ADVICE = "Idén stämmer med inriktningen. Beskriv hur ni når föräldrarna."


@pytest.fixture(scope="module")
def tale(stage):
    """An idea drafted by the project lead."""
    tale = factories.story()
    wished = ("Barn vågar läsa.", "BVC och bibliotek arbetar ihop.", "Fler klarar skolan.")
    tale.begin_idea(tale.world.growth, "Sagor på BVC", "Många barn möter få ord före tre års ålder.", wished)
    return tale


def test_only_who_writes_for_the_organisation_begins_an_idea(tale):
    home, title = tale.world, "Läsa i parken"
    for outsider in (factories.outsider(), tale.officer, tale.staff("admin")):
        with pytest.raises(NotYours):
            ideas.start(home.growth, organisation=home.region, title=title, by=outsider)
    idea = ideas.start(home.growth, organisation=home.region, title=title, by=tale.staff("medsokande"))
    assert (idea.state, idea.case.dnr, idea.case.board, idea.contact_name) == (
        "draft",
        None,
        home.growth_board,
        "Yusuf Demir",
    )


def test_a_draft_is_seen_by_the_applicant_only(tale):
    assert list(Idea.objects.visible_to(tale.lead)) == [tale.idea]
    for name in ("handlaggare", "enhetschef", "registrator", "arkivarie", "admin"):
        assert not Idea.objects.visible_to(tale.staff(name)).exists()
        assert not Case.objects.visible_to(tale.staff(name)).exists()


def test_a_saved_idea_names_its_case(tale):
    ideas.save(tale.idea, values={"title": "Sagor hela dagen"}, version=tale.idea.version, by=tale.lead)
    assert (tale.idea.title, tale.the_case.title) == ("Sagor hela dagen", "Sagor hela dagen")


def test_a_save_at_an_old_version_is_refused_and_keeps_what_is_there(tale):
    read_at = tale.idea.version
    ideas.save(tale.idea, values={"test_plan": "Tre grupper."}, version=read_at, by=tale.staff("medsokande"))
    with pytest.raises(StaleVersion, match="Det du skrev finns kvar"):
        ideas.save(tale.idea, values={"test_plan": "Fem grupper."}, version=read_at, by=tale.lead)
    assert tale.idea.test_plan == "Tre grupper."


def test_who_only_reads_or_stands_outside_saves_nothing(tale):
    with pytest.raises(NotYours):
        ideas.save(tale.idea, values={"title": "Taget"}, version=None, by=factories.outsider())
    with pytest.raises(NotYours):
        ideas.save(tale.idea, values={"title": "Taget"}, version=None, by=tale.officer)


def test_sharing_waits_for_title_and_problem(tale):
    ideas.save(tale.idea, values={"problem": "  "}, version=None, by=tale.lead)
    assert missing(lambda: ideas.share(tale.idea, by=tale.lead)) == ["Skriv vilket problem ni vill lösa."]
    assert tale.the_case.dnr is None
    ideas.save(tale.idea, values={"problem": "Det saknas böcker."}, version=None, by=tale.lead)
    ideas.share(tale.idea, by=tale.lead)
    assert tale.the_case.dnr == "26RS00001"


def test_a_co_writer_does_not_share(tale):
    with pytest.raises(NotYours):
        ideas.share(tale.idea, by=tale.staff("medsokande"))
    with pytest.raises(NotYours):
        ideas.share(tale.idea, by=tale.officer)
    assert ideas.share(tale.idea, by=tale.signatory).state == "shared"


def test_a_shared_idea_is_in_the_diary_frozen_and_told(tale):
    ideas.share(tale.idea, by=tale.lead)
    case, idea = tale.the_case, tale.idea
    assert (case.dnr, case.shared_at, idea.shared_at, idea.shared_by) == (
        "26RS00001",
        factories.NOW,
        factories.NOW,
        tale.lead,
    )
    assert idea.shared_content["problem"] == "Många barn möter få ord före tre års ålder."
    assert set(idea.shared_content) == set(ideas.CONTENT)
    told = Notice.objects.filter(case=case, kind="idea_shared").values_list("recipient__email", flat=True)
    assert list(told) == ["sokande@example.se"]
    assert list(Idea.objects.visible_to(tale.officer)) == [idea]


@pytest.mark.parametrize(
    ("day", "early", "dnr"),
    [
        (date(2023, 11, 8), False, "23RS10970"),  # the series was taken over in the middle of that year
        (date(2024, 11, 8), False, "24RS00001"),
        (date(2026, 11, 8), True, "FHN 2026-00001"),
    ],
)
def test_the_number_has_the_form_of_the_board_and_the_year(tale, day, early, dnr):
    programme = tale.world.early if early else tale.world.growth
    with clock.at(moment(day)):
        idea = ideas.start(programme, organisation=tale.world.region, title="Idé", by=tale.lead)
        ideas.save(idea, values={"problem": "Ett problem."}, version=None, by=tale.lead)
        ideas.share(idea, by=tale.lead)
    assert Case.objects.get(pk=idea.case_id).dnr == dnr


def test_a_shared_idea_cannot_be_shared_or_deleted_again(tale):
    ideas.share(tale.idea, by=tale.lead)
    for again in (
        lambda: ideas.share(tale.idea, by=tale.lead),
        lambda: ideas.delete_draft(tale.idea, by=tale.lead),
    ):
        with pytest.raises(MovedOn, match="Delad"):
            again()
    with pytest.raises(NotReady, match="inte ändrad"):
        ideas.share_again(tale.idea, by=tale.lead)


def test_what_is_changed_in_a_shared_idea_is_ours_until_it_is_shared_anew(tale):
    ideas.share(tale.idea, by=tale.lead)
    shared = tale.idea.shared_content
    ideas.save(tale.idea, values={"title": "Ny"}, version=None, by=tale.lead)
    assert tale.idea.shared_content == shared and tale.the_case.title == "Sagor på BVC"
    ideas.save(tale.idea, values={"title": "Sagor på BVC"}, version=None, by=tale.lead)
    assert tale.idea.changed_at is None  # as it was
    ideas.save(tale.idea, values={"title": "Ny"}, version=None, by=tale.lead)
    tale.not_conflicted("handlaggare")
    tale.talk_about_idea()
    tale.advise("Sök gärna.")
    ideas.share_again(tale.idea, by=tale.lead)
    assert (tale.idea.state, tale.the_case.title) == ("in_dialogue", "Ny")
    assert [row.content["title"] for row in tale.idea.versions.all()] == ["Sagor på BVC", "Ny"]
    assert Notice.objects.filter(kind="idea_shared_again").count() == 1


def test_an_idea_that_goes_no_further_stays_with_us(tale):
    ideas.share(tale.idea, by=tale.lead)
    ideas.close(tale.idea, by=tale.lead)
    with pytest.raises(MovedOn):
        ideas.save(tale.idea, values={"title": "Ny"}, version=None, by=tale.lead)
    with pytest.raises(MovedOn):
        ideas.close(tale.idea, by=tale.lead)
    assert is_over(tale.the_case) and tale.idea.versions.count() == 1


def test_deleting_a_draft_leaves_nothing(tale):
    idea, case = tale.idea, tale.the_case
    TransitionLog.objects.create(
        case=case,
        machine="idea",
        object_id=idea.pk,
        move="begin",
        from_state="draft",
        to_state="draft",
        actor=tale.lead,
        actor_kind="person",
        private=True,
    )
    with pytest.raises(NotYours):
        ideas.delete_draft(idea, by=tale.staff("medsokande"))
    ideas.delete_draft(idea, by=tale.lead)
    assert not Idea.objects.filter(pk=idea.pk).exists()
    assert not Case.objects.filter(pk=case.pk).exists()
    assert not TransitionLog.objects.filter(object_id=idea.pk).exists()


def test_the_dialogue_waits_for_the_question_of_jav(tale):
    ideas.share(tale.idea, by=tale.lead)
    assert missing(lambda: ideas.open_dialogue(tale.idea, by=tale.officer)) == [
        "Svara först på om du är jävig i ärendet."
    ]
    tale.talk_about_idea()
    assert (tale.idea.state, tale.the_case.officer) == ("in_dialogue", tale.officer)


def test_who_has_the_case_keeps_it_when_another_takes_up_the_dialogue(tale):
    ideas.share(tale.idea, by=tale.lead)
    Case.objects.filter(pk=tale.the_case.pk).update(officer=tale.officer)
    tale.not_conflicted("medhandlaggare")
    ideas.open_dialogue(tale.idea, by=tale.staff("medhandlaggare"))
    assert tale.the_case.officer == tale.officer


@pytest.mark.parametrize(("recommend", "state"), [(True, "recommended"), (False, "advised_against")])
def test_advice_is_given_by_an_officer_and_told_to_the_owner(tale, recommend, state):
    ideas.share(tale.idea, by=tale.lead)
    with pytest.raises(MovedOn):
        ideas.advise(tale.idea, recommend=recommend, advice=ADVICE, by=tale.officer)
    tale.talk_about_idea()
    for other in (tale.lead, tale.staff("ekonom"), factories.other_officer()):
        with pytest.raises(NotYours):
            ideas.advise(tale.idea, recommend=recommend, advice=ADVICE, by=other)
    tale.advise(ADVICE, recommend=recommend)
    assert (tale.idea.state, tale.idea.advice, tale.idea.advised_at) == (state, ADVICE, factories.NOW)
    told = Notice.objects.get(case=tale.the_case, kind="advice_given")
    assert told.recipient == tale.lead


def test_the_javiga_officer_gives_no_advice(tale):
    ideas.share(tale.idea, by=tale.lead)
    handling.declare_conflict(tale.the_case, is_conflicted=True, ground="other", by=tale.officer)
    assert missing(lambda: ideas.open_dialogue(tale.idea, by=tale.officer)) == [
        "Du är jävig i ärendet. Någon annan måste ta det."
    ]
    assert not Idea.objects.visible_to(tale.officer).exists()


def test_an_idea_becomes_an_application_in_its_own_case(tale):
    call = factories.call()
    with pytest.raises(MovedOn):
        ideas.convert(tale.idea, call=call, by=tale.lead)
    ideas.share(tale.idea, by=tale.lead)
    with pytest.raises(NotYours):
        ideas.convert(tale.idea, call=call, by=tale.staff("medsokande"))
    application = ideas.convert(tale.idea, call=call, by=tale.lead)
    assert application.case == tale.the_case
    assert (application.title, application.problem) == ("Sagor på BVC", tale.idea.problem)
    assert (application.desired_individual, application.desired_organisation, application.desired_society) == (
        "Barn vågar läsa.", "BVC och bibliotek arbetar ihop.", "Fler klarar skolan."
    )  # fmt: skip
    assert application.methods == tale.idea.test_plan
    assert (application.contact_email, application.call_version) == ("sokande@example.se", call.current_version())
    assert moves(tale.the_case, "idea") == ["shared", "converted"]
    with pytest.raises(MovedOn):
        ideas.convert(tale.idea, call=call, by=tale.lead)


def test_who_formulated_the_problem_is_frozen_in_words_and_carried_to_the_application(tale):
    given = {"who_formulated": ["target_group", "applicant"], "who_formulated_note": "Vi frågade tio familjer."}
    ideas.save(tale.idea, values=given, version=None, by=tale.lead)
    idea = ideas.share(tale.idea, by=tale.lead)
    assert idea.shared_content["who_formulated"] == "Vi som söker, Målgruppen själv"
    application = ideas.convert(idea, call=factories.call(), by=tale.lead)
    assert {name: getattr(application, name) for name in given} == given


def test_how_it_will_be_tried_follows_as_the_methods(tale):
    ideas.save(tale.idea, values={"test_plan": "Tre grupper i en månad."}, version=None, by=tale.lead)
    ideas.share(tale.idea, by=tale.lead)
    application = ideas.convert(tale.idea, call=factories.call(), by=tale.lead)
    assert application.methods == "Tre grupper i en månad."


def test_whom_we_advised_against_may_apply_anyway(tale):
    ideas.share(tale.idea, by=tale.lead)
    tale.talk_about_idea()
    tale.advise("Vi tycker inte att ni ska söka.", recommend=False)
    tale.convert(factories.call())
    assert (tale.idea.state, tale.application.state) == ("converted", "draft")


def test_what_is_drafted_in_a_shared_case_does_not_reach_its_title_before_it_is_sent(tale):
    """Staff see the case since its idea was shared, but not a word of the application's draft."""
    ideas.share(tale.idea, by=tale.lead)
    tale.convert(factories.call())
    values = {"title": "Hemlig arbetstitel"}
    drafting.save_section(tale.application, section="projekt", values=values, unparsed={}, version=None, by=tale.lead)
    assert Case.objects.visible_to(tale.officer).get().title == "Sagor på BVC"
