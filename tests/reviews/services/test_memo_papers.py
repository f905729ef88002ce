"""The tjänsteutlåtande: the officer's texts, and the version that is frozen when the head approves."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from applications.documents.canonical import sha256
from applications.lifecycle.engine import MovedOn, NotYours, StaleVersion
from applications.models import BoardMemo
from reviews.models import MemoText
from reviews.services import memo_papers, proposing
from tests import factories
from tests.factories import others

TEXTS = {"summary": "En kort text.", "background": "", "biggest_risk": "Tiden.", "follow_up": "", "recipients": "A\nB"}


@pytest.fixture(scope="module")
def tale(stage):
    tale = factories.prepared_tale()
    tale.assess(others.SCORES, others.CHILD, others.SUMMARY)
    return tale


def save(tale, by="handlaggare", version=None, **texts):
    return memo_papers.save(tale.the_case, values=TEXTS | texts, version=version, by=tale.staff(by))


def propose(tale):
    tale.propose(kind="approval", share=Decimal("0.4"), cap=Decimal(90_000), reasons="Rätt barn.", conditions="")


def test_the_officer_of_the_case_writes_the_texts(tale):
    for name in ("medhandlaggare", "enhetschef", "sokande"):
        with pytest.raises(NotYours):
            save(tale, by=name)
    row = save(tale)
    assert (row.summary, row.version, row.written_by) == ("En kort text.", 1, tale.officer)
    with pytest.raises(StaleVersion):
        save(tale, version=7)
    assert save(tale, version=1, summary=" Ny ").summary == "Ny"


def test_the_summary_has_at_most_120_words(tale):
    save(tale, summary="ord " * 120)
    with pytest.raises(ValidationError) as refused:
        save(tale, summary="ord " * 121)
    assert "Ta bort minst ett ord." in refused.value.message_dict["summary"][0]


def test_nothing_is_written_once_the_head_has_it(tale):
    propose(tale)
    with pytest.raises(MovedOn):
        save(tale)


def test_approving_freezes_it_with_its_hash_and_owes_the_handling(tale):
    save(tale)
    propose(tale)
    assert not BoardMemo.objects.exists()
    tale.approve_proposal()
    row = tale.the_case.board_memos.get()
    assert row.application_version == tale.application.latest_version()
    assert row.number == 1 and row.sha256 == sha256(row.frozen)
    assert row.frozen["summary"] == ["En kort text."]
    assert row.frozen["parts"][-1]["blocks"][0]["paragraphs"][0].startswith(row.approved_by.name)
    document = row.document
    assert (document.kind, document.file, document.title) == ("memo", None, "Tjänsteutlåtande: Läsa högt hemma")


def test_what_is_approved_anew_is_a_new_version_and_the_old_stands(tale):
    save(tale)
    propose(tale)
    proposing.send_back(tale.the_case.memo, reason="Förtydliga.", by=tale.staff("enhetschef"))
    save(tale, summary="Tydligare.")
    tale.the_case.refresh_from_db()
    proposing.submit(tale.the_case.memo, by=tale.officer)
    tale.approve_proposal()
    first = tale.the_case.board_memos.get()
    assert first.frozen["summary"] == ["Tydligare."]
    MemoText.objects.update(summary="Sagt senare.")
    later = memo_papers.freeze(tale.the_case, by=tale.staff("enhetschef"))
    assert later.number == 2 and later.document.title.startswith("Tjänsteutlåtande, version 2")
    first.refresh_from_db()
    assert first.frozen["summary"] == ["Tydligare."] and first.document.number < later.document.number


def test_a_frozen_memo_is_never_changed(tale):
    propose(tale)
    tale.approve_proposal()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        BoardMemo.objects.update(sha256="0" * 64)
