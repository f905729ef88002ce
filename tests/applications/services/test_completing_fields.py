"""Completion by named field: only that opens, the old words stay beside, money and parties are signed, late is told."""

from datetime import timedelta

import pytest

from applications.documents import differences
from applications.enums import ApplicationState, SignaturePurpose
from applications.lifecycle.engine import MovedOn, NotYours
from applications.models import Signature
from applications.services import completing, drafting, handling, submitting
from applications.services.completing import Given
from portal import clock
from portal.demo.stories.script import certificate
from portal.signing import Proof
from tests import factories
from tests.factories import scenes, signing
from tests.factories.refusals import faults, missing

stage, take = scenes.stage, scenes.take
TODAY = clock.local(factories.NOW).date()


@pytest.fixture(scope="module")
def tale(stage):
    return factories.assigned_tale()


def ask(tale, *items, **named):
    rows = [{"section": section, "field": field, "text": f"Mer om {field}"} for section, field in items]
    return completing.request(
        tale.application, items=rows, due_on=TODAY + timedelta(days=14), why="Vi behöver det.", by=tale.officer, **named
    )


def give(tale, asked, field, **given):
    item = asked.items.get(field=field)
    completing.answer(tale.application, given={item.pk: Given(**given)}, by=tale.lead)
    return item


def test_the_old_words_and_the_label_are_kept_with_the_item(tale):
    before = tale.application.summary
    asked = ask(tale, ("projekt", "summary"), ("bilagor", "fil-avsikt"))
    summary, file = asked.items.all()
    assert (summary.label, summary.before) == ("Sammanfattning", before)
    assert file.label.startswith("Bilaga: ") and file.before == ""


def test_a_field_that_is_not_there_or_stands_twice_is_refused(tale):
    assert "items" in faults(lambda: ask(tale, ("projekt", "contact_name")))
    assert "items" in faults(lambda: ask(tale, ("projekt", "summary"), ("projekt", "summary")))
    assert tale.application.state == ApplicationState.FORMAL_CHECK


def test_only_the_named_field_opens(tale):
    asked = ask(tale, ("projekt", "summary"))
    assert drafting.editable_sections(tale.application) == frozenset()
    with pytest.raises(MovedOn):
        drafting.save_section(
            tale.application, section="projekt", values={"problem": "Nytt"}, unparsed={}, version=None, by=tale.lead
        )
    problem = tale.application.problem
    give(tale, asked, "summary", values={"summary": "Ny text", "problem": "Smyger med", "title": "Nytt namn"})
    row = tale.application
    assert (row.summary, row.problem, row.title) == ("Ny text", problem, tale.the_case.title)
    with pytest.raises(NotYours):
        completing.answer(row, given={asked.items.get().pk: Given("x")}, by=factories.outsider())


def test_changing_the_field_is_an_answer_and_gives_a_readable_difference(tale):
    before = tale.application.summary
    asked = ask(tale, ("projekt", "summary"))
    assert missing(lambda: completing.hand_in(tale.application, by=tale.lead)) == ["Svara på punkten: Mer om summary"]
    give(tale, asked, "summary", values={"summary": "Ny text"})
    version = completing.hand_in(tale.application, by=tale.lead)
    told = {(row.label, row.old, row.new) for row in differences.of(version)}
    assert ("Sammanfattning", before, "Ny text") in told
    item = asked.items.get()
    assert item.answered_at == version.received_at and not item.is_late


def test_what_cannot_be_read_is_kept_and_stops_the_hand_in(tale):
    asked = ask(tale, ("projekt", "period_end"))
    entry = {"period_end": {"raw": "2027-02-31", "error": "Dagen finns inte."}}
    give(tale, asked, "period_end", values={"period_end": None}, unparsed=entry, controls=("period_end",))
    assert "Dagen finns inte." in missing(lambda: completing.hand_in(tale.application, by=tale.lead))
    draft = tale.application.section_drafts.get(section="projekt")
    assert draft.unparsed["period_end"]["raw"] == "2027-02-31"


def test_faults_in_fields_that_are_closed_stop_nobody(tale):
    """A registered paper application may lack almost everything; only what was asked for is demanded."""
    row = tale.application
    row.problem = ""
    row.save(update_fields=["problem"])
    asked = ask(tale, ("projekt", "summary"))
    give(tale, asked, "summary", answer="Sammanfattningen stämmer.")
    assert completing.hand_in(tale.application, by=tale.lead).number == 2


def test_files_are_kept_of_the_kind_asked_for_or_as_the_items_own(tale):
    asked = ask(tale, ("bilagor", "fil-avsikt"), ("projekt", "summary"))
    first, second = asked.items.all()
    one = completing.add_file(tale.application, item=first.pk, upload=certificate("Vi"), by=tale.lead)
    again = completing.add_file(tale.application, item=first.pk, upload=certificate("Vi"), by=tale.lead)
    own = completing.add_file(tale.application, item=second.pk, upload=certificate("Bilaga"), by=tale.lead)
    assert one == again and (one.kind, own.kind) == ("avsikt", f"komplettering-{second.pk}")
    completing.remove_file(own, by=tale.lead)
    give(tale, asked, "summary", answer="Se bilagan.")
    version = completing.hand_in(tale.application, by=tale.lead)
    assert "avsikt" in {row["kind"] for row in version.data["attachments"]}
    with pytest.raises(MovedOn):
        completing.remove_file(one, by=tale.lead)


def test_a_formal_request_says_what_follows(tale):
    asked = ask(tale, ("projekt", "summary"), is_formal=True)
    assert asked.consequence.startswith("Om ni inte kompletterar senast 7 december 2026 kan vi besluta")
    assert tale.the_case.completions.get().is_formal


def test_a_late_answer_is_received_and_marked(tale):
    asked = ask(tale, ("projekt", "summary"))
    with clock.at(factories.NOW + timedelta(days=20)):
        give(tale, asked, "summary", answer="Här kommer det.")
        version = completing.hand_in(tale.application, by=tale.lead)
        assert asked.items.get().is_late and version.data["completions"][-1]["is_late"]


def change_budget(tale):
    """Another financier: the sums stay, and the money is not the same."""
    row = tale.application.funders.exclude(is_applied=True).first()
    row.name = f"{row.name}, nu en annan"
    row.save()


def test_changed_money_is_signed_by_who_may_bind(tale):
    asked = completing.request(
        tale.application,
        items=[{"section": "budget", "text": "Rätta lönen."}],
        due_on=TODAY + timedelta(days=14),
        why="Den stämmer inte.",
        by=tale.officer,
    )
    completing.answer(tale.application, answers={asked.items.get().pk: "Rättat."}, by=tale.lead)
    assert completing.statement(tale.application) is None
    change_budget(tale)
    told = missing(lambda: completing.hand_in(tale.application, by=tale.lead))
    assert told and told[0].startswith("Pengar eller parter har ändrats.")
    version = completing.hand_in(tale.application, by=tale.signatory)
    signature = Signature.objects.get(purpose=SignaturePurpose.COMPLETION)
    assert signature.signer == tale.signatory and "kompletteringen" in signature.text and version.number == 2


def test_two_sign_a_changed_budget_and_a_new_change_cancels_the_first():
    tale = _for_two()
    asked = completing.request(
        tale.application,
        items=[{"section": "budget", "text": "Rätta lönen."}],
        due_on=TODAY + timedelta(days=14),
        why="Den stämmer inte.",
        by=tale.officer,
    )
    completing.answer(tale.application, answers={asked.items.get().pk: "Rättat."}, by=tale.lead)
    change_budget(tale)
    assert completing.hand_in(tale.application, by=tale.signatory, proof=Proof("demo", 3)) is None
    change_budget(tale)
    second = signing.second_signatory()
    assert completing.hand_in(tale.application, by=second, proof=Proof("demo", 3)) is None
    assert Signature.objects.filter(purpose=SignaturePurpose.COMPLETION, cancelled_at=None).get().signer == second
    assert completing.hand_in(tale.application, by=tale.signatory, proof=Proof("demo", 3)).number == 2


def _for_two():
    tale, second = signing.tale_for_two(), signing.second_signatory()
    submitting.sign(tale.application, by=tale.signatory)
    submitting.sign(tale.application, by=second)
    tale.not_conflicted("handlaggare")
    handling.assign(tale.application, officer=tale.officer, by=tale.staff("enhetschef"))
    return tale


def test_a_budget_that_is_closed_is_not_asked_about(tale):
    """Nobody is stopped by what they may not mend."""
    asked = ask(tale, ("projekt", "summary"))
    tale.application.cost_rows.all().delete()
    give(tale, asked, "summary", answer="Den stämmer.")
    told = missing(lambda: completing.hand_in(tale.application, by=tale.lead))
    assert told and told[0].startswith("Pengar eller parter har ändrats.")
