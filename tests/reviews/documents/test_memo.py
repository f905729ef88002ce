"""What the tjänsteutlåtande says: its head and first page, its sections in order, and what it says otherwise."""

from decimal import Decimal

import pytest

from applications.models import Assignment
from reviews.documents import memo as paper
from reviews.documents.memo_gaps import gaps
from reviews.models import EconomyReview, JointAssessment, MemoText, StateAidReview
from reviews.services import assessing, proposing
from tests import factories
from tests.factories import others

NBSP = "\u00a0"


@pytest.fixture(scope="module")
def tale(stage):
    """Assessed, and with a proposal that the officer is still writing: less money than was applied for."""
    tale = factories.prepared_tale()
    tale.assess(others.SCORES, others.CHILD, others.SUMMARY)
    values = {"kind": "approval", "share": Decimal("0.4"), "cap": Decimal(90_000), "reasons": "Rätt barn. Rätt tid."}
    proposing.save(tale.the_case, values=values | {"conditions": "Berätta för andra."}, version=None, by=tale.officer)
    return tale


def read(tale):
    return paper.read(tale.the_case, tale.application.latest_version())


def content(tale):
    return paper.content(read(tale))


def part(told, key):
    return next((row for row in told["parts"] if row["key"] == key), None)


def write(tale, **texts):
    return MemoText.objects.create(case=tale.the_case, written_by=tale.officer, **texts)


def words_of(block):
    rows = [" ".join(row) for row in block["rows"]] if block["kind"] == "rows" else []
    return "\n".join([*block.get("paragraphs", []), *block.get("lines", []), *rows])


def said(told, key):
    return "\n".join(words_of(block) for block in part(told, key)["blocks"])


def test_the_head_says_who_to_ask_and_which_board_reads_it(tale):
    told = content(tale)
    head = dict(told["head"])
    assert told["dnr"] == tale.the_case.dnr and told["date"] == "23 november 2026"
    assert head["Handläggare"] == tale.officer.name and head["E-post"] == tale.officer.email
    assert head["Enhet"] == tale.the_case.programme.unit.name and head["Till"] == tale.the_case.board.name


def test_the_first_page_holds_proposal_facts_summary_and_the_assessment_in_short(tale):
    told = content(tale)
    assert told["clauses"][0].startswith(f"att bevilja {tale.the_case.organisation.name}")
    assert "att i övrigt avslå ansökan," in told["clauses"]
    assert any("särskilda villkoren i tjänsteutlåtandet" in row for row in told["clauses"])
    facts = dict(told["facts"])
    assert list(facts)[:5] == ["Sökande", "Sökt belopp", "Föreslaget belopp", "Andel av totalkostnad", "Totalkostnad"]
    assert facts["Föreslaget belopp"] == f"90{NBSP}000{NBSP}kr" and facts["Period"] and facts["Tas ur"]
    assert told["summary"] == [tale.application.summary]
    assert [row[0] for row in told["in_short"]] == ["Relevans", "Potential", "Genomförbarhet", "Aktörskonstellation"]
    assert told["why"] == "Rätt barn."


def test_sections_stand_in_order_and_empty_ones_are_left_out(tale):
    keys = [row["key"] for row in content(tale)["parts"]]
    order = ["bakgrund", "mal", "malgrupp", "parter", "barnets-basta", "skal", "bedomning", "ekonomi", "juridik"]
    assert [key for key in keys if key in order] == order
    assert keys[-4:] == ["skillnader", "skickas", "bilagor", "underskrift"]
    assert "beredning" not in keys


def test_the_economist_and_state_aid_have_their_say(tale):
    EconomyReview.objects.create(case=tale.the_case, supports=False, opinion="För dyrt.", written_by=tale.officer)
    StateAidReview.objects.create(case=tale.the_case, kind="minimis", reason="Ett kafé.", written_by=tale.officer)
    tale.the_case.refresh_from_db()
    told = content(tale)
    assert "avstyrker förslaget" in said(told, "ekonomi") and "För dyrt." in said(told, "ekonomi")
    assert said(told, "statsstod").startswith("Försumbart stöd.")


def test_the_second_readers_scores_come_in_when_both_are_done(tale):
    other = tale.staff("medhandlaggare")
    Assignment.objects.create(case=tale.the_case, user=other, role="co_officer", assigned_by=tale.officer)
    tale.not_conflicted("medhandlaggare")
    before = content(tale)["in_short"]
    scores = {key.value: (1, "Svagt.") for key in others.SCORES}
    assert "Medhandläggaren har inte bedömt ansökan än." in [row.text for row in gaps(read(tale))]
    assessing.save(tale.the_case, scores=scores, child_best_interest="", summary="", version=None, by=other)
    after = content(tale)["in_short"]
    assert after != before and [row[2] for row in after] == [row[2] for row in before]
    assert "Den gemensamma bedömningen är inte skriven." in [row.text for row in gaps(read(tale))]
    JointAssessment.objects.create(case=tale.the_case, text="Vi är oense om tiden.", written_by=other)
    tale.the_case.refresh_from_db()
    assert "Vi är oense om tiden." in said(content(tale), "bedomning")


def test_what_is_said_otherwise_than_in_the_application_is_told(tale):
    write(tale, summary="Handläggarens ord.", background=tale.application.problem, biggest_risk="Tiden.")
    told = said(content(tale), "skillnader")
    assert "Sammanfattning av ärendet är handläggarens text." in told and "Bakgrund" not in told
    assert f"i ansökan, 90{NBSP}000{NBSP}kr i förslaget." in told
    change = next(row for row in paper.differing(read(tale)) if row.label == "Sammanfattning av ärendet")
    assert (change.old, change.new) == (tale.application.summary, "Handläggarens ord.")


def test_a_rejection_gives_nothing_and_follows_nothing_up(tale):
    values = {"kind": "rejection", "share": None, "cap": None}
    proposing.save(tale.the_case, values=values, version=None, by=tale.officer)
    tale.the_case.refresh_from_db()
    told = content(tale)
    assert told["clauses"][0].startswith("att avslå ansökan") and len(told["clauses"]) == 1
    assert dict(told["facts"])["Föreslaget belopp"] == f"0{NBSP}kr"
    assert part(told, "villkor") is None and part(told, "uppfoljning") is None


def test_gaps_are_told_with_where_to_mend_them(tale):
    write(tale)
    found = {row.text: row.place for row in gaps(read(tale))}
    assert found["Sammanfattningen är tom."] == "tjansteutlatande"
    assert found["Det står inte vilka beslutet skickas till."] == "tjansteutlatande"
    assert found["Ekonomen har inte yttrat sig."] == "ekonomi"
    MemoText.objects.update(summary="ord " * 121)
    assert any(text.startswith("Sammanfattningen är 121 ord.") for text in (row.text for row in gaps(read(tale))))


def test_without_a_proposal_there_is_a_memo_to_write_on(stage):
    tale = factories.prepared_tale()
    told = content(tale)
    assert told["clauses"] == [] and told["in_short"] == []
    assert "Förslaget till beslut är inte skrivet." in [row.text for row in gaps(read(tale))]


def test_it_is_read_in_the_same_number_of_queries(tale, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        content(tale)
