"""Signatures: what is kept, two together, what cancels them, taking back, asking, and who is known too little."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from applications.documents import receipt, to_sign
from applications.lifecycle.engine import MovedOn, NotYours
from applications.models import Application, Notice, Signature
from applications.services import attaching, calls, drafting, signing, submitting
from portal import clock
from portal.accounts.models import SigningMandate
from tests import factories
from tests.factories.refusals import missing, moves
from tests.factories.signing import second_signatory, tale_for_two

WEAK = "tests.factories.signing.WeakSigner"


@pytest.fixture(scope="module")
def alone(stage):
    """One signature is enough."""
    return factories.filled_tale()


@pytest.fixture(scope="module")
def tale(stage):
    return tale_for_two()


@pytest.fixture
def other():
    return second_signatory()


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__email", flat=True))


def signatures(tale, **kept) -> list[Signature]:
    return list(Signature.objects.filter(case=tale.the_case, **kept))


def rename(tale, title: str = "Läsa ännu högre") -> None:
    values = {"title": title}
    drafting.save_section(tale.application, section="projekt", values=values, unparsed={}, version=None, by=tale.lead)


# One


def test_what_was_signed_is_kept_with_its_hash_and_how(alone):
    version = submitting.submit(alone.application, by=alone.signatory)
    (kept,) = signatures(alone)
    body = alone.organisation
    assert kept.text.startswith(
        f"Jag intygar att uppgifterna är riktiga och att jag får företräda {body.name} ({body.orgnr})."
    )
    assert "för projektet Läsa högt hemma, 1 januari 2027–31 december 2028." in kept.text.replace(" – ", "–")
    assert (kept.purpose, kept.object_id, kept.signer) == ("application", alone.application.pk, alone.signatory)
    assert (kept.method, kept.loa, kept.signed_at) == ("demo", 3, factories.NOW)
    assert kept.content_sha256 == to_sign.signed_sha256(version.data)
    facts = dict(receipt.view(version)["facts"])
    assert facts["Undertecknad av"].endswith(f"med demounderskrift, tillitsnivå 3, kontrollsumma {kept.short_sha256}")


def test_a_signature_is_never_changed_or_taken_away(alone):
    submitting.submit(alone.application, by=alone.signatory)
    rows = Signature.objects.filter(case=alone.the_case)
    for change in (lambda: rows.update(text="Något annat"), lambda: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            change()


def test_who_saw_other_words_signs_nothing(alone):
    seen = to_sign.application(alone.application).sha256
    rename(alone)
    with pytest.raises(ValidationError, match="Innehållet har ändrats"):
        submitting.submit(alone.application, by=alone.signatory, seen=seen)
    assert not signatures(alone)
    assert alone.application.state == "draft"


def test_a_person_who_is_known_too_little_is_refused(alone, settings):
    settings.SIGNER = WEAK
    (sentence,) = missing(lambda: submitting.submit(alone.application, by=alone.signatory))
    assert sentence.startswith("Underskriften kräver en e-legitimation på tillitsnivå 3. Den du använde har nivå 2.")
    factories.under_rules(alone.application, loa=2)
    assert submitting.submit(alone.application, by=alone.signatory).number == 1
    assert signatures(alone)[0].loa == 2


def test_accepting_and_claiming_are_signed_too():
    tale = factories.accepted_tale(factories.call())
    (kept,) = signatures(tale, purpose="acceptance")
    assert (kept.object_id, kept.signer) == (tale.decision.pk, tale.signatory)
    assert "Vi godkänner beslutet och villkoren. Kontot som vi anger tillhör oss." in kept.text
    assert kept.content_sha256 == to_sign.acceptance(tale.project, bankgiro=tale.project.bankgiro).sha256
    assert kept.content_sha256 != to_sign.acceptance(tale.project, bankgiro="991-2346").sha256


# Two


def test_the_first_only_signs_and_the_second_sends_it_in(tale, other):
    assert submitting.sign(tale.application, by=tale.signatory) is None
    assert (tale.application.state, tale.the_case.dnr) == ("draft", None)
    assert told("signature_awaited") == [other.email]
    with clock.at(factories.NOW + timedelta(hours=1)):
        version = submitting.sign(tale.application, by=other)
    assert version is not None
    assert (version.number, version.received_at) == (1, factories.NOW + timedelta(hours=1))
    assert moves(tale.the_case, "application") == ["draft", "submitted", "registered"]
    first, second = signatures(tale)
    assert first.content_sha256 == second.content_sha256 == to_sign.signed_sha256(version.data)
    assert [first.signer, second.signer] == [tale.signatory, other]


def test_the_same_person_twice_is_one(tale):
    for _ in range(2):
        assert submitting.sign(tale.application, by=tale.signatory) is None
    assert len(signatures(tale)) == 1
    assert missing(lambda: submitting.submit(tale.application, by=tale.signatory)) == [
        "En behörig företrädare ska skriva under."
    ]


def test_the_last_signature_decides_whether_it_is_late(other):
    tale = tale_for_two()
    submitting.sign(tale.application, by=tale.signatory)
    closes = tale.application.call.closes_at
    assert closes is not None
    with clock.at(closes + timedelta(seconds=3)):
        submitting.sign(tale.application, by=other)
    assert tale.application.is_late


def test_a_change_cancels_and_is_told(tale, other):
    submitting.sign(tale.application, by=tale.signatory)
    rename(tale)
    (kept,) = signatures(tale)
    assert kept.cancelled_at == factories.NOW
    assert told("signature_cancelled") == [tale.signatory.email]
    assert submitting.sign(tale.application, by=other) is None
    assert submitting.sign(tale.application, by=tale.signatory) is not None


def test_saving_the_same_words_again_cancels_nothing(tale):
    submitting.sign(tale.application, by=tale.signatory)
    rename(tale, tale.application.title)
    assert signatures(tale)[0].cancelled_at is None
    assert not told("signature_cancelled")


def test_files_and_new_rules_are_content_too(tale):
    submitting.sign(tale.application, by=tale.signatory)
    attaching.remove_attachment(tale.application.attachments.get(), by=tale.lead)
    assert signatures(tale)[0].cancelled_at is not None


def test_what_changed_by_another_way_is_found_at_the_next_signature(tale, other):
    """Nothing that is signed twice may differ, however it came to differ."""
    submitting.sign(tale.application, by=tale.signatory)
    Application.objects.filter(pk=tale.application.pk).update(title="Vid sidan av")
    assert submitting.sign(tale.application, by=other) is None
    assert [row.signer for row in signatures(tale, cancelled_at=None)] == [other]


def test_new_rules_of_the_call_cancel(tale):
    submitting.sign(tale.application, by=tale.signatory)
    call = tale.application.call
    rules = call.current_version()
    by = factories.staff("enhetschef")
    calls.change_rules(call, values={"loa": rules.loa, "max_years": 2}, change_note="Kortare tid", by=by, version=None)
    assert signatures(tale)[0].cancelled_at is not None


def test_who_no_longer_may_sign_does_not_count(tale, other):
    submitting.sign(tale.application, by=other)
    SigningMandate.objects.filter(user=other).update(valid_to=clock.today() - timedelta(days=1))
    assert submitting.sign(tale.application, by=tale.signatory) is None
    assert tale.application.state == "draft"


def test_ones_own_signature_is_taken_back_before_it_is_sent_in(tale, other):
    submitting.sign(tale.application, by=tale.signatory)
    assert missing(lambda: signing.withdraw(tale.application, by=other)) == [
        "Du har ingen underskrift att ta tillbaka."
    ]
    with pytest.raises(NotYours):
        signing.withdraw(tale.application, by=tale.lead)
    signing.withdraw(tale.application, by=tale.signatory)
    assert signatures(tale)[0].cancelled_at is not None
    assert submitting.sign(tale.application, by=other) is None
    submitting.sign(tale.application, by=tale.signatory)
    with pytest.raises(MovedOn):
        signing.withdraw(tale.application, by=other)


def test_a_draft_that_is_signed_can_be_taken_away(tale):
    submitting.sign(tale.application, by=tale.signatory)
    drafting.delete_draft(tale.application, by=tale.lead)
    assert not Signature.objects.exists()


# Asking


def test_a_writer_asks_those_who_may_sign_once_a_day(alone):
    asked = [notice.recipient for notice in signing.ask(alone.application, by=alone.lead)]
    assert alone.signatory in asked
    assert signing.ask(alone.application, by=alone.staff("medsokande")) == []
    with clock.at(factories.NOW + timedelta(days=1)):
        assert len(signing.ask(alone.application, by=alone.lead)) == len(asked)
    assert told("signature_asked").count(alone.signatory.email) == 2
    mail = Notice.objects.filter(kind="signature_asked").first().email
    assert f"/ansokningar/{alone.application.pk}/granska/" in mail.message


def test_nobody_is_asked_before_it_is_written():
    tale = factories.story()
    tale.begin_application(factories.call())
    assert "Skriv projektets namn." in missing(lambda: signing.ask(tale.application, by=tale.lead))
    with pytest.raises(NotYours):
        signing.ask(tale.application, by=factories.outsider())


def test_only_who_has_not_signed_is_asked(tale, other):
    submitting.sign(tale.application, by=tale.signatory)
    signing.ask(tale.application, by=tale.lead)
    assert told("signature_asked") == [other.email]
