"""Writing the effektkedja: link by link, checked for order, kept with its faults, and carried from idea and step."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError

from applications.chain.lines import MOST_NODES
from applications.lifecycle.engine import MovedOn, NotYours, StaleVersion
from applications.models import Application, EffectNode, SectionDraft
from applications.models.effect_chain import chain_of
from applications.services import chain_rows, completing, effect_chain, ideas, snapshots
from portal import clock, dates
from tests import factories
from tests.factories.scenes import stage, take

__all__ = ["stage", "take"]
MEASURE = {"text": "Andel", "baseline": "Låg", "target": "Hög", "source": "Enkät", "measured_by": "Vi"}


@pytest.fixture
def draft(stage: None) -> Application:
    return factories.draft_application()


def save(row: Application, kind: str, text: str = "Text", *to: EffectNode, **more: Any) -> EffectNode:
    given: dict[str, Any] = {"node": None, "measures": (), "unparsed": {}, "version": None, "by": factories.applicant()}
    at = more.pop("at", ("short", "individual"))
    return effect_chain.save_node(
        row,
        kind=kind,
        values={"text": text, "term": at[0], "level": at[1]},
        leads_to=[other.pk for other in to],
        **(given | more),
    )


def codes(row: Application) -> list[str]:
    return [f"{node.code} {node.text}" for node in chain_of(Application.objects.get(pk=row.pk)).nodes]


def test_a_link_is_saved_with_its_arrows_and_indicators(draft: Application) -> None:
    effect = save(draft, "effect", "Bättre", measures=[MEASURE])
    activity = save(draft, "activity", "Göra", effect)
    first, last = chain_of(draft).nodes
    assert (first.code, first.leads_to, first.term) == ("A1", (str(effect.pk),), "")
    assert last.measures[0].measured_by == "Vi" and activity.indicators.count() == 0
    assert SectionDraft.objects.get(application=draft).section == "effektkedja"


def test_saving_again_replaces_arrows_and_indicators(draft: Application) -> None:
    one, two = save(draft, "effect", "Ett"), save(draft, "effect", "Två")
    activity = save(draft, "activity", "Göra", one)
    save(draft, "activity", "Göra annat", two, node=activity.pk)
    assert chain_of(draft).of("activity")[0].leads_to == (str(two.pk),)
    save(draft, "effect", "Ett", node=one.pk, measures=[MEASURE])
    save(draft, "effect", "Ett", node=one.pk)
    assert not one.indicators.exists()


def test_only_what_is_made_or_becomes_otherwise_is_measured(draft: Application) -> None:
    assert not save(draft, "activity", measures=[MEASURE]).indicators.exists()


def test_a_link_never_leads_back(draft: Application) -> None:
    activity = save(draft, "activity")
    with pytest.raises(ValidationError) as refused:
        save(draft, "output", "Gjort", activity)
    assert "kommer inte senare" in refused.value.message_dict["leads_to"][0]
    assert codes(draft) == ["A1 Text"], "nothing of a refused link is kept"


def test_an_effect_cannot_be_moved_before_what_leads_to_it(draft: Application) -> None:
    late = save(draft, "effect", "Senare", at=("medium", "individual"))
    save(draft, "effect", "Först", late)
    with pytest.raises(ValidationError) as refused:
        save(draft, "effect", "Senare", node=late.pk, at=("short", "individual"))
    assert refused.value.message_dict["term"][0].startswith("”Först” leder hit")


def test_another_applications_link_is_no_target_and_cannot_be_saved(draft: Application) -> None:
    theirs = save(factories.draft_application(factories.call()), "effect")
    assert save(draft, "activity", "Göra", theirs).leads_to.count() == 0
    with pytest.raises(ValidationError):
        save(draft, "effect", "Vår", node=theirs.pk)


def test_a_full_chain_says_so(draft: Application) -> None:
    chain_rows.write(draft, [{"key": n, "kind": "resource", "text": f"R {n}"} for n in range(MOST_NODES)])
    with pytest.raises(ValidationError) as refused:
        save(draft, "resource")
    assert refused.value.message_dict["text"][0].startswith("Kedjan har 60 led")
    with pytest.raises(ValueError, match="at most"):
        chain_rows.write(draft, [{"key": n, "kind": "resource", "text": "R"} for n in range(MOST_NODES + 1)])


def test_links_change_places_within_their_like(draft: Application) -> None:
    save(draft, "activity", "Ett")
    two = save(draft, "activity", "Två")
    save(draft, "resource", "Tre")
    move: dict[str, Any] = {"version": None, "by": factories.applicant()}
    effect_chain.move_node(draft, node=two.pk, up=True, **move)
    assert codes(draft) == ["R1 Tre", "A1 Två", "A2 Ett"]
    effect_chain.move_node(draft, node=two.pk, up=True, **move)
    assert codes(draft) == ["R1 Tre", "A1 Två", "A2 Ett"], "the first stays"
    effect_chain.move_node(draft, node=two.pk, up=False, **move)
    assert codes(draft) == ["R1 Tre", "A1 Ett", "A2 Två"]
    EffectNode.objects.filter(application=draft).update(order=0)
    last = chain_of(draft).of("activity")[1]
    effect_chain.move_node(draft, node=UUID(last.key), up=True, **move)
    assert chain_of(draft).of("activity")[0].key == last.key


def test_a_link_goes_with_its_arrows_and_its_faults(draft: Application) -> None:
    effect = save(draft, "effect", unparsed={"text": {"raw": "å" * 400, "error": "För lång."}})
    kept = save(draft, "activity", "Göra", effect, unparsed={"text": {"raw": "x", "error": "Fel."}})
    effect_chain.remove_node(draft, node=effect.pk, version=None, by=factories.applicant())
    assert chain_of(draft).nodes[0].leads_to == ()
    assert list(SectionDraft.objects.get(application=draft).unparsed) == [f"{kept.pk}:text"]
    with pytest.raises(ValidationError):
        effect_chain.remove_node(draft, node=effect.pk, version=None, by=factories.applicant())


def test_who_may_and_when(draft: Application) -> None:
    with pytest.raises(NotYours):
        save(draft, "activity", by=factories.outsider())
    with pytest.raises(StaleVersion):
        save(draft, "activity", version=999)
    sent = factories.submitted_application()
    with pytest.raises(MovedOn):
        save(sent, "activity")
    with pytest.raises(MovedOn):
        effect_chain.remove_node(sent, node=uuid4(), version=None, by=factories.applicant())


def test_a_whole_chain_must_lead_forwards(draft: Application) -> None:
    backwards = [
        {"key": "o", "kind": "output", "text": "Gjort", "leads_to": ["a"]},
        {"key": "a", "kind": "activity", "text": "Göra"},
    ]
    with pytest.raises(ValueError, match="not later"):
        effect_chain.replace(draft, backwards, version=None, by=factories.applicant())


def test_reading_a_whole_chain_is_one_query(draft: Application, django_assert_num_queries: Any) -> None:
    effects = [save(draft, "effect", f"E {n}", measures=[MEASURE]) for n in range(5)]
    save(draft, "activity", "Göra", *effects)
    with django_assert_num_queries(1):
        assert len(chain_of(draft).nodes) == 6


def test_the_ideas_problem_and_wishes_begin_the_chain(stage: None) -> None:
    tale = factories.story()
    long = "Barn väntar. " * 40
    tale.begin_idea(tale.world.growth, "Gården", long, ("Barn rör sig.", "Skolor delar.", ""))
    tale.share_idea()
    tale.talk_about_idea()
    tale.advise("Sök.")
    application = ideas.convert(tale.idea, call=factories.call(), by=tale.lead)
    problem, *effects = chain_of(application).nodes
    assert 200 < len(problem.text) <= 300 and problem.text.endswith("väntar.")
    assert [(node.term, node.level, node.text) for node in effects] == [
        ("long", "individual", "Barn rör sig."),
        ("long", "organisation", "Skolor delar."),
    ]


def test_a_call_without_the_section_gets_no_chain(stage: None) -> None:
    call = factories.call(sections=["sokande", "projekt", "villkor"])
    tale = factories.story()
    tale.begin_idea(tale.world.growth, "Gården", "Problem", ("A", "B", "C"))
    tale.share_idea()
    tale.talk_about_idea()
    tale.advise("Sök.")
    assert not chain_of(ideas.convert(tale.idea, call=call, by=tale.lead))


def test_a_chain_is_copied_whole_and_only_where_none_is_begun(stage: None) -> None:
    source = factories.filled_application()
    target = factories.draft_application(factories.call())
    chain_rows.copy(target, source)
    told = [(n.code, n.text, n.measures, len(n.leads_to)) for n in chain_of(source).nodes]
    assert [(n.code, n.text, n.measures, len(n.leads_to)) for n in chain_of(target).nodes] == told
    assert not {n.key for n in chain_of(source).nodes} & {n.key for n in chain_of(target).nodes}
    save(source, "resource", "Ny")
    chain_rows.copy(target, source)
    assert len(chain_of(target).nodes) == len(told)


def test_edits_that_were_never_handed_in_are_taken_back(stage: None) -> None:
    tale = factories.submitted_tale()
    tale.assign()
    due = dates.add_working_days(clock.today(), 6)
    tale.ask_completion("effektkedja", "Säg mer.", "Vi behöver det.", due)
    row = tale.application
    before = chain_of(row)
    taken = snapshots.take(row)
    save(row, "resource", "Ny")
    first = UUID(before.nodes[0].key)
    effect_chain.remove_node(row, node=first, version=None, by=factories.applicant())
    snapshots.restore(Application.objects.get(pk=row.pk), taken)
    assert chain_of(row) == before
    assert completing.open_request(row) is not None


def test_a_long_text_without_sentences_is_cut_at_a_word() -> None:
    assert chain_rows.shortened("ord " * 200).endswith("ord …") and len(chain_rows.shortened("ord " * 200)) <= 300
    assert chain_rows.shortened(" På en\nrad. ") == "På en rad."
