"""Parties keep their rows, write their own parts, and stand behind them until something is another."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from applications import findings
from applications.documents import contents, party_part
from applications.enums import CaseRole, RuleLevel
from applications.lifecycle.engine import MovedOn, NotReady, NotYours, StaleVersion
from applications.models import Application, CaseMember, Notice, Party, PartyConfirmation, PartyCost
from applications.services import confirming, drafting, parties, saving_fields, snapshots
from tests import factories
from tests.factories import together as people
from tests.factories.signing import second_signatory, tale_for_two

PERIOD = {"period_start": factories.PERIOD[0], "period_end": factories.PERIOD[0].replace(month=6)}


@pytest.fixture(scope="module")
def tale(stage):
    return factories.filled_tale()


@pytest.fixture
def party(tale):
    return people.with_party(tale)


@pytest.fixture
def leader(tale, party):
    """The party's leader, whose word counts."""
    return people.again(people.member(tale, CaseRole.PARTNER, party=party, confirms=True).user)


def rows_of(application: Application) -> list[dict]:
    return list(application.parties.values("id", *parties.COLUMNS))


def save(tale, rows, by=None):
    return parties.save_parties(tale.application, parties=rows, unparsed={}, version=None, by=by or tale.lead)


def confirm(party: Party, by) -> PartyConfirmation:
    fresh = Party.objects.get(pk=party.pk)
    return confirming.confirm(fresh, title="Bibliotekschef", seen=party_part.sha256(fresh), by=by)


# The list


def test_a_row_that_is_there_is_changed_in_place(tale, party):
    people.with_part(party, tale.lead)
    rows = rows_of(tale.application)
    other = {"name": "Föreningen", "sector": "civil_society", "role": "partner", "orgnr": ""}
    save(tale, [other, rows[0] | {"does": "Något annat."}])
    assert [row.name for row in tale.application.parties.all()] == ["Föreningen", party.name]
    kept = Party.objects.get(pk=party.pk)
    assert (kept.does, kept.costs.count()) == ("Något annat.", 1)
    # An id of another application is a new row here, and nobody else's is touched.
    elsewhere = people.with_party(factories.filled_tale(title="En annan"))
    save(tale, [*rows_of(tale.application), other | {"id": elsewhere.pk, "name": "Ny"}])
    assert tale.application.parties.count() == 3
    assert Party.objects.get(pk=elsewhere.pk).application != tale.application


def test_two_may_change_places(tale, party):
    rows = [*rows_of(tale.application), rows_of(tale.application)[0] | {"id": "", "orgnr": "232100-0131"}]
    save(tale, rows)
    first, second = rows_of(tale.application)
    save(tale, [first | {"orgnr": second["orgnr"]}, second | {"orgnr": first["orgnr"]}])
    assert [row["orgnr"] for row in rows_of(tale.application)] == ["232100-0131", party.orgnr]


def test_a_party_with_people_is_removed_on_its_own_page(tale, party, leader):
    with pytest.raises(ValidationError, match="Ta bort parten på dess egen sida"):
        save(tale, [])
    people.invited(tale, CaseRole.PARTNER, "till@inbjuden.example.se", party=party)
    parties.remove(party, by=tale.lead)
    assert not Party.objects.filter(pk=party.pk).exists()
    assert CaseMember.objects.get(user=leader).ended_at is not None
    assert not tale.the_case.invitations.waiting().exists()
    assert Notice.objects.filter(kind="access_ended", recipient=leader).exists()


# The part


def test_the_party_writes_its_own_part_and_nobody_elses(tale, party, leader):
    written = people.with_part(party, leader)
    assert (written.own_cost, written.contribution(in_kind=True)) == (Decimal("40000.50"), Decimal(30000))
    rows = [*rows_of(tale.application), {"name": "Annan", "sector": "business", "role": "partner", "orgnr": ""}]
    save(tale, rows)
    other = Party.objects.get(name="Annan")
    for person in (leader, factories.outsider()):
        with pytest.raises(NotYours):
            people.with_part(other, person)
    with pytest.raises(NotYours):
        save(tale, [], by=leader)
    with pytest.raises(NotYours):
        drafting.save_section(
            tale.application, section="projekt", values={"title": "Mitt"}, unparsed={}, version=None, by=leader
        )


def test_a_part_of_another_version_is_not_written_over(tale, party, leader):
    people.with_part(party, leader)
    with pytest.raises(StaleVersion):
        parties.save_part(party, values={}, costs={}, funding={}, version=party.version, by=tale.lead)


def test_what_cannot_be_theirs_is_left_out(tale, party):
    year = tale.application.years[0]
    costs = {("finns-inte", year): Decimal(1), (people.category_of(tale.application), 1999): Decimal(1)}
    parties.save_part(party, values={}, costs=costs, funding={(1999, True): Decimal(1)}, version=None, by=tale.lead)
    assert (party.costs.count(), party.funding.count()) == (0, 0)


# The promise


def test_the_leader_confirms_what_the_page_showed(tale, party, leader):
    people.with_part(party, leader)
    with pytest.raises(NotYours):
        confirm(party, tale.lead)
    with pytest.raises(StaleVersion):
        confirming.confirm(party, title="Chef", seen="0" * 64, by=leader)
    with pytest.raises(ValidationError, match="Skriv din titel"):
        confirming.confirm(party, title=" ", seen=party_part.sha256(Party.objects.get(pk=party.pk)), by=leader)
    row = confirm(party, leader)
    assert confirm(party, leader) == row
    assert party.name in row.text and "40 000,50" in row.text.replace("\u00a0", " ")
    assert Notice.objects.filter(kind="part_confirmed", recipient=tale.lead).exists()
    assert Party.objects.get(pk=party.pk).has_intent
    (told,) = contents.contents(Application.objects.get(pk=tale.application.pk))["parties"]
    assert told["confirmed"]["name"] == leader.name
    assert told["costs"][0]["amount"] == "40000.50"


def test_an_empty_part_cannot_be_confirmed(tale, leader, party):
    save(tale, [rows_of(tale.application)[0] | {"does": ""}])
    with pytest.raises(NotReady, match="vad ni gör"):
        confirm(party, leader)


@pytest.mark.parametrize("what", ["part", "list", "period", "field"])
def test_another_part_or_period_must_be_confirmed_again(tale, party, leader, what):
    row = confirm(people.with_part(party, leader), leader)
    if what == "part":
        people.with_part(party, tale.lead, does="Något annat.")
    elif what == "list":
        save(tale, [rows_of(tale.application)[0] | {"contributes": "Ingenting."}])
    elif what == "period":
        drafting.save_section(
            tale.application, section="projekt", values=PERIOD, unparsed={}, version=None, by=tale.lead
        )
    else:
        application = Application.objects.get(pk=tale.application.pk)
        saving_fields.save_field(
            application, section="projekt", unit="period_end", values={"period_end": PERIOD["period_end"]},
            unparsed={}, by=tale.lead,
        )  # fmt: skip
    row.refresh_from_db()
    assert row.cancelled_at is not None
    assert Notice.objects.filter(kind="part_changed", recipient=leader).exists()


def test_what_says_the_same_stays_confirmed(tale, party, leader):
    row = confirm(people.with_part(party, leader), leader)
    save(tale, rows_of(tale.application))
    drafting.save_section(
        tale.application, section="projekt", values={"summary": "Kort."}, unparsed={}, version=None, by=tale.lead
    )
    row.refresh_from_db()
    assert row.cancelled_at is None
    confirming.take_back(party, by=leader)
    row.refresh_from_db()
    assert row.cancelled_at is not None


def test_a_confirmation_is_new_content_to_whoever_signed():
    tale = tale_for_two()
    second_signatory()
    party = people.with_party(tale)
    leader = people.again(people.member(tale, CaseRole.PARTNER, party=party, confirms=True).user)
    people.with_part(party, leader)
    confirm(party, leader)
    assert contents.contents(Application.objects.get(pk=tale.application.pk))["parties"][0]["confirmed"]


def test_put_back_a_part_is_as_it_was_confirmed(tale, party, leader):
    row = confirm(people.with_part(party, leader), leader)
    taken = snapshots.take(tale.application)
    people.with_part(party, tale.lead, does="Något annat.")
    late = {"name": "Sen part", "sector": "business", "role": "partner", "orgnr": ""}
    save(tale, [*rows_of(tale.application), late])
    newcomer = people.member(
        tale, CaseRole.PARTNER, "sen@inbjuden.example.se", party=Party.objects.get(name="Sen part")
    )
    parties.put_back(Application.objects.get(pk=tale.application.pk), taken)
    row.refresh_from_db()
    newcomer.refresh_from_db()
    assert row.cancelled_at is None
    assert newcomer.ended_at is not None
    assert Party.objects.get().does == party.does
    assert PartyCost.objects.get().amount == Decimal("40000.50")
    assert CaseMember.objects.get(user=leader).ended_at is None


def test_a_sent_application_is_closed_to_its_parties():
    with_money = factories.filled_tale()
    party = people.with_party(with_money, role="partner")
    leader = people.again(people.member(with_money, CaseRole.PARTNER, party=party, confirms=True).user)
    with_money.submit()
    with pytest.raises(MovedOn):
        people.with_part(party, leader)
    with pytest.raises(MovedOn):
        confirm(party, leader)


# What the rules say


def test_own_costs_above_the_budget_are_warned_and_a_missing_word_too(tale, party):
    found = {row.rule: row for row in findings.of_section(Application.objects.get(pk=tale.application.pk), "parter")}
    assert found["intent"].level == RuleLevel.WARNING
    year = tale.application.years[0]
    costs = {(people.category_of(tale.application), year): Decimal(99_000_000)}
    parties.save_part(party, values={}, costs=costs, funding={}, version=None, by=tale.lead)
    found = {row.rule: row for row in findings.of_section(Application.objects.get(pk=tale.application.pk), "parter")}
    assert found["own_costs"].level == RuleLevel.WARNING
    assert "99 000 000" in found["own_costs"].text.replace("\u00a0", " ")
    Party.objects.filter(pk=party.pk).update(orgnr=tale.organisation.orgnr, intent_by="Chefen", intent_on="2026-01-02")
    found = {row.rule: row for row in findings.of_section(Application.objects.get(pk=tale.application.pk), "parter")}
    assert found["own_party"].level == RuleLevel.ERROR
    assert found["confirmation"].level == RuleLevel.ADVICE
