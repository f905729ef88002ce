"""Calls: published when nothing contradicts, new rules as versions, times that only grow, copies for another round."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from applications.enums import QuestionKind
from applications.lifecycle.engine import NotYours, StaleVersion
from applications.models import Application, Call, CallQuestion, CallVersion, CallWindow, Notice, WindowExtension
from applications.sections import SECTIONS
from applications.selectors import people, windows
from applications.services import calls
from portal import clock, dates
from portal.accounts.models import User
from portal.demo.world import moment
from tests import factories

NOW = factories.NOW
HOUR = timedelta(hours=1)


@pytest.fixture
def head(stage: None) -> User:
    return factories.staff("enhetschef")


@pytest.fixture
def call(stage: None) -> Call:
    """Published, open for thirty days."""
    return factories.call()


@pytest.fixture
def window(call: Call) -> CallWindow:
    return call.windows.get()


def told(act: Callable[[], Any]) -> dict[str, list[str]]:
    """The faults of a refusal, without hard spaces; those of the whole under an empty name."""
    with pytest.raises(ValidationError) as refused:
        act()
    found = refused.value.message_dict if hasattr(refused.value, "error_dict") else {"": refused.value.messages}
    return {name: [text.replace("\u00a0", " ") for text in texts] for name, texts in found.items()}


# Publishing


@pytest.mark.parametrize("name", ["handlaggare", "ekonom", "namndsekreterare", "sokande"])
def test_only_who_keeps_the_programme_changes_its_calls(call: Call, window: CallWindow, name: str) -> None:
    person = factories.staff(name)
    acts: tuple[Callable[[], Any], ...] = (
        lambda: calls.publish(call, by=person),
        lambda: calls.change_rules(call, values={}, change_note="x", by=person),
        lambda: calls.add_window(call, opens_at=NOW, closes_at=None, by=person),
        lambda: calls.extend(window, closes_at=NOW + timedelta(60), reason="x", by=person),
        lambda: calls.copy(call, name="x", by=person),
    )
    for act in acts:
        with pytest.raises(NotYours):
            act()


def test_a_call_is_published_once_by_somebody(call: Call, head: User) -> None:
    copy = calls.copy(call, name="Hösten", by=head)
    calls.add_window(copy, opens_at=NOW + HOUR, closes_at=None, by=head)
    assert not Call.objects.published().filter(pk=copy.pk).exists()
    published = calls.publish(copy, by=head)
    assert (published.published_at, published.published_by) == (NOW, head)
    assert told(lambda: calls.publish(copy, by=head)) == {
        "": ["Utlysningen är redan publicerad, 23 november 2026 kl. 10.00."]
    }


def test_nothing_is_published_without_rules_or_a_time(call: Call, head: User) -> None:
    bare = Call.objects.create(programme=call.programme, name="Tom", slug="tom")
    assert told(lambda: calls.publish(bare, by=head)) == {
        "": ["Utlysningen har inga regler än.", "Utlysningen har ingen ansökningstid."]
    }


def test_rules_that_contradict_each_other_are_not_published(call: Call, head: User) -> None:
    copy = calls.copy(call, name="Hösten", by=head)
    calls.add_window(copy, opens_at=NOW + HOUR, closes_at=None, by=head)
    copy.versions.update(cost_categories=[{"key": "resor", "label": "Resor", "kind": "direct"}])
    assert told(lambda: calls.publish(copy, by=head)) == {
        "": [
            "Lägg till ett kostnadsslag av typen indirekt kostnad, eller ta bort påslaget.",
            "Påslaget räknas på personalkostnad. Lägg till ett kostnadsslag av typen personal.",
        ]
    }
    copy.refresh_from_db()
    assert copy.published_at is None


# Versions


def test_saving_the_same_rules_makes_no_version(call: Call, head: User) -> None:
    same = {"age_to": call.current_version().age_to}
    assert told(lambda: calls.change_rules(call, values=same, change_note="Inget", by=head)) == {
        "": ["Ingen regel är ändrad, så det blir ingen ny version."]
    }
    assert call.versions.count() == 1


@pytest.mark.parametrize(
    ("field", "row", "words"),
    [
        ("cost_categories", {"key": "mer", "kind": "direct"}, "Två kostnadsslag heter {}. Ge dem olika namn."),
        ("attachment_kinds", {"key": "mer"}, "Två slag av bilagor heter {}. Ge dem olika namn."),
    ],
)
def test_two_rows_with_one_name_are_refused(
    call: Call, head: User, field: str, row: dict[str, str], words: str
) -> None:
    there = getattr(call.current_version(), field)
    label = there[0]["label"]
    values = {field: [*there, row | {"label": label}]}
    faults = told(lambda: calls.change_rules(call, values=values, change_note="Fler", by=head))
    assert words.format(label) in faults[field]


def test_new_rules_are_a_version_with_who_and_what(call: Call, head: User) -> None:
    old = call.current_version()
    new = calls.change_rules(
        call, values={"age_to": 12, "max_share": Decimal("0.4")}, change_note=" Till 12 år. ", by=head
    )
    assert (new.number, new.published_by, new.published_at, new.change_note) == (2, head, NOW, "Till 12 år.")
    assert (new.age_to, new.max_share, new.max_amount) == (12, Decimal("0.4"), old.max_amount)
    assert CallVersion.objects.get(pk=old.pk).age_to == 18


def test_what_changed_must_be_said(call: Call, head: User) -> None:
    faults = told(lambda: calls.change_rules(call, values={"age_to": 12}, change_note=" ", by=head))
    assert list(faults) == ["change_note"]
    assert call.versions.count() == 1


def test_faults_stand_at_their_fields(call: Call, head: User) -> None:
    def change(**values: Any) -> Any:
        return lambda: calls.change_rules(call, values=values, change_note="x", by=head)

    assert told(change(municipalities=["Kumla"], min_municipalities=2)) == {
        "min_municipalities": ["Det finns en kommun att välja bland. Skriv fler, eller sänk antalet."]
    }
    assert list(told(change(indirect_rate=None))) == ["indirect_rate"]
    assert list(told(change(sections=["projekt"]))) == ["sections"]
    assert "Högst" in str(told(change(min_amount=Decimal(3_000_000))))
    with pytest.raises(ValueError, match="no rule"):
        change(number=9)()


def test_drafts_follow_to_the_new_rules_and_received_applications_keep_theirs(call: Call, head: User) -> None:
    """domain.md §9 case 39: new rules never reach an application that has come in."""
    received = factories.submitted_application(call)
    draft = factories.draft_application(call)
    old = call.current_version()
    new = calls.change_rules(call, values={"age_to": 12}, change_note="Till 12 år.", by=head)
    assert Application.objects.get(pk=draft.pk).call_version == new
    kept = Application.objects.get(pk=received.pk)
    assert (kept.call_version, kept.call_version.age_to) == (old, 18)


def test_the_database_keeps_rules_and_questions_that_an_application_came_in_under(call: Call) -> None:
    rules = call.current_version()
    question = CallQuestion.objects.create(
        call_version=rules, section="projekt", key="kort", kind=QuestionKind.TEXT, label="Kort?", required=False
    )
    factories.submitted_application(call)
    for act in (
        lambda: CallVersion.objects.filter(pk=rules.pk).update(age_to=12),
        lambda: CallQuestion.objects.filter(pk=question.pk).update(label="Annat?"),
        lambda: CallQuestion.objects.create(call_version=rules, section="projekt", key="ny", kind="text", label="Ny?"),
        lambda: CallWindow.objects.filter(call=call).update(closes_at=NOW + HOUR),
    ):
        with pytest.raises(IntegrityError, match="never"), transaction.atomic():
            act()


def test_rules_that_nobody_has_met_are_changed_in_place(call: Call, head: User) -> None:
    copy = calls.copy(call, name="Hösten", by=head)
    rules = calls.change_rules(copy, values={"age_to": 12}, by=head)
    assert (rules.number, rules.age_to, copy.versions.count()) == (1, 12, 1)
    assert rules.change_note == "Kopia av reglerna i Utlysning för prov, version 1."


def test_questions_follow_to_the_new_version(call: Call, head: User) -> None:
    CallQuestion.objects.create(
        call_version=call.current_version(), section="mal", key="kort", kind=QuestionKind.TEXT, label="Kort?"
    )
    new = calls.change_rules(call, values={"terms_version": "version 4"}, change_note="Nya villkor.", by=head)
    assert [(row.key, row.label) for row in new.questions.all()] == [("kort", "Kort?")]
    without = [key for key in SECTIONS if key != "mal"]
    faults = told(lambda: calls.change_rules(call, values={"sections": without}, change_note="x", by=head))
    assert list(faults) == ["questions"]
    assert "Kort?" in faults["questions"][0]


def test_a_page_that_was_read_before_another_saved_is_refused(call: Call, head: User) -> None:
    read_at = call.version
    calls.change_rules(call, values={"age_to": 12}, change_note="x", by=head, version=read_at)
    with pytest.raises(StaleVersion):
        calls.change_rules(call, values={"age_to": 10}, change_note="x", by=head, version=read_at)
    with pytest.raises(StaleVersion):
        calls.add_window(call, opens_at=NOW + timedelta(90), closes_at=None, by=head, version=read_at)


# Windows


def test_a_call_has_windows_that_do_not_meet(call: Call, window: CallWindow, head: User) -> None:
    assert window.closes_at is not None
    spring = calls.add_window(
        call, name="Våren", opens_at=window.closes_at, closes_at=window.closes_at + timedelta(30), by=head
    )
    assert call.windows.count() == 2
    inside = {"opens_at": spring.opens_at + HOUR, "closes_at": spring.opens_at + 2 * HOUR}
    assert list(told(lambda: calls.add_window(call, by=head, **inside))) == ["opens_at"]
    over = {"opens_at": window.opens_at - HOUR, "closes_at": None}
    assert list(told(lambda: calls.add_window(call, by=head, **over))) == ["closes_at"]
    backwards = {"opens_at": NOW + timedelta(200), "closes_at": NOW + timedelta(199)}
    assert told(lambda: calls.add_window(call, by=head, **backwards)) == {
        "closes_at": ["Utlysningen måste stänga efter att den har öppnat."]
    }


def test_a_time_that_has_been_is_no_time_to_apply(call: Call, head: User) -> None:
    over = {"opens_at": NOW - timedelta(90), "closes_at": NOW - timedelta(60)}
    assert told(lambda: calls.add_window(call, by=head, **over)) == {
        "closes_at": ["Den tiden har varit. Välj en sista dag som inte har passerat."]
    }


def test_before_the_call_is_published_any_of_its_times_may_go(call: Call, head: User) -> None:
    copy = calls.copy(call, name="Hösten", by=head)
    begun = calls.add_window(copy, opens_at=NOW - timedelta(1), closes_at=None, by=head)
    calls.remove_window(begun, by=head)
    assert not copy.windows.exists()


def test_a_window_is_changed_until_it_opens(call: Call, window: CallWindow, head: User) -> None:
    coming = calls.add_window(call, opens_at=NOW + timedelta(60), closes_at=NOW + timedelta(90), by=head)
    changed = calls.change_window(
        coming, opens_at=NOW + timedelta(61), closes_at=NOW + timedelta(80), name="Våren", by=head
    )
    assert (changed.name, changed.opens_at) == ("Våren", NOW + timedelta(61))
    calls.remove_window(changed, by=head)
    assert call.windows.count() == 1
    shorter = {"opens_at": window.opens_at, "closes_at": NOW + HOUR}
    assert list(told(lambda: calls.change_window(window, by=head, **shorter))) == ["closes_at"]
    moved = {"opens_at": window.opens_at - HOUR, "closes_at": window.closes_at}
    assert list(told(lambda: calls.change_window(window, by=head, **moved))) == ["opens_at"]
    assert told(lambda: calls.remove_window(window, by=head)) == {
        "": ["Ansökningstiden har öppnat och kan inte tas bort."]
    }


def test_rolling_intake_may_get_an_end_that_is_still_to_come(head: User, stage: None) -> None:
    window = factories.call(closes_in=None).windows.get()
    past = {"opens_at": window.opens_at, "closes_at": NOW - HOUR}
    assert list(told(lambda: calls.change_window(window, by=head, **past))) == ["closes_at"]
    ended = calls.change_window(window, opens_at=window.opens_at, closes_at=NOW + timedelta(10), by=head)
    assert ended.closes_at == NOW + timedelta(10)


# More time


def test_more_time_is_for_everybody_and_is_kept(call: Call, window: CallWindow, head: User) -> None:
    """domain.md §9 case 4: decided, with old and new end and the disturbance, and told to all who apply."""
    old = window.closes_at
    assert old is not None
    with clock.at(old + 2 * HOUR):  # also after it has closed
        extension = calls.extend(
            window,
            closes_at=old + timedelta(1),
            reason="Ingen kunde logga in.",
            disturbed_from=old - HOUR,
            disturbed_to=old,
            by=head,
        )
        fresh = Call.objects.get(pk=call.pk)
        assert fresh.is_open
        assert windows.banner(fresh).replace("\u00a0", " ") == (
            "Portalen fungerade inte som den ska 23 december 2026 kl. 09.00–10.00. Därför kan alla skicka in "
            "till och med 24 december 2026 kl. 10.00. Ingen kunde logga in."
        )
        assert (extension.closed_at, extension.decided_by) == (old, head)
    with pytest.raises(IntegrityError), transaction.atomic():
        WindowExtension.objects.filter(pk=extension.pk).update(reason="Annat")


def test_time_is_never_made_shorter_and_never_in_secret(window: CallWindow, head: User) -> None:
    old = window.closes_at
    assert old is not None

    def extend(**given: Any) -> Any:
        values = {"closes_at": old + HOUR, "reason": "Avbrott."} | given
        return lambda: calls.extend(window, by=head, **values)

    assert told(extend(closes_at=old)) == {
        "closes_at": ["Tiden kan bara bli längre. Nu är den till och med 23 december 2026 kl. 10.00."]
    }
    assert list(told(extend(reason=" "))) == ["reason"]
    assert list(told(extend(disturbed_from=NOW - HOUR))) == ["disturbed_to"]
    assert list(told(extend(disturbed_from=NOW - HOUR, disturbed_to=NOW - 2 * HOUR))) == ["disturbed_to"]
    with clock.at(old + timedelta(2)):
        assert told(extend()) == {"closes_at": ["Välj en tid som inte har varit, så att alla hinner använda den."]}
    assert not WindowExtension.objects.filter(window=window).exists()


def test_who_has_a_draft_gets_a_mail_about_more_time(window: CallWindow, head: User) -> None:
    draft = factories.draft_application(window.call)
    assert window.closes_at is not None
    calls.extend(window, closes_at=window.closes_at + timedelta(1), reason="Avbrott.", by=head)
    mails = Notice.objects.filter(kind="window_extended", case=draft.case)
    assert {notice.recipient for notice in mails} == set(people.writers(draft.case))
    assert "till och med torsdag 24 december 2026 kl. 10.00" in mails[0].email.message.replace("\u00a0", " ")


def test_an_extension_does_not_run_into_the_next_window(call: Call, window: CallWindow, head: User) -> None:
    old = window.closes_at
    assert old is not None
    calls.add_window(call, opens_at=old + timedelta(3), closes_at=None, by=head)
    faults = told(lambda: calls.extend(window, closes_at=old + timedelta(5), reason="Avbrott.", by=head))
    assert list(faults) == ["closes_at"]


def test_what_came_in_after_the_old_end_is_no_longer_late(call: Call, window: CallWindow, head: User) -> None:
    old = window.closes_at
    assert old is not None
    tale = factories.filled_tale(call)
    with clock.at(old + timedelta(seconds=3)):
        tale.submit()
        assert tale.application.is_late
        calls.extend(window, closes_at=old + timedelta(1), reason="Avbrott.", by=head)
    application = tale.application
    assert (application.is_late, windows.how_late(application)) == (False, "")


# Late


def test_what_comes_three_seconds_late_is_received_registered_and_flagged(call: Call, window: CallWindow) -> None:
    """domain.md §9 case 3: nothing is rejected by a machine."""
    tale = factories.filled_tale(call)
    assert window.closes_at is not None
    with clock.at(window.closes_at + timedelta(seconds=3)):
        tale.submit()
    application = tale.application
    assert (application.state, application.is_late, application.window) == ("registered", True, window)
    assert application.case.dnr
    assert windows.how_late(application).replace("\u00a0", " ") == "3 sekunder efter tidens slut"


def test_what_comes_in_the_last_second_is_in_time(call: Call, window: CallWindow) -> None:
    tale = factories.filled_tale(call)
    assert window.closes_at is not None
    with clock.at(window.closes_at - timedelta(microseconds=1)):
        tale.submit()
    assert not tale.application.is_late


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.4, "mindre än en sekund"),
        (1, "1 sekund"),
        (125, "2 minuter och 5 sekunder"),
        (3840, "1 timme och 4 minuter"),
        (3 * 86_400 + 30, "3 dagar"),
        (86_400 + 7_200, "1 dag och 2 timmar"),
    ],
)
def test_elapsed_time_in_words(seconds: float, words: str) -> None:
    assert dates.lasting(timedelta(seconds=seconds)).replace("\u00a0", " ") == words


# Winter and summer time


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 10, 24), datetime(2026, 10, 24, 22, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        (date(2027, 3, 27), datetime(2027, 3, 27, 23, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 22, tzinfo=UTC)),
    ],
)
def test_a_day_that_is_taken_whole_ends_with_the_local_day(day: date, ends: datetime) -> None:
    """domain.md §9 case 40."""
    assert dates.start_of_next_local_day(day) == ends
    assert dates.last_moment(ends) == day
    assert dates.through(ends) == f"till och med {dates.long(day)}"


def test_a_window_over_the_night_when_clocks_change_closes_at_the_local_time(call: Call, head: User) -> None:
    opens, closes = moment(date(2027, 3, 1), 8), moment(date(2027, 4, 4), 12)
    window = calls.add_window(call, opens_at=opens, closes_at=closes, by=head)
    assert window.closes_at == datetime(2027, 4, 4, 10, tzinfo=UTC)
    assert windows.span_of(window).replace("\u00a0", " ") == (
        "1 mars 2027 kl. 08.00 till och med 4 april 2027 kl. 12.00"
    )
    assert window.is_open_at(datetime(2027, 4, 4, 9, 59, 59, tzinfo=UTC))
    assert not window.is_open_at(datetime(2027, 4, 4, 10, tzinfo=UTC))


# Copies


def test_a_copy_has_rules_and_questions_but_no_time(call: Call, head: User) -> None:
    CallQuestion.objects.create(
        call_version=call.current_version(), section="projekt", key="kort", kind=QuestionKind.TEXT, label="Kort?"
    )
    calls.change_rules(call, values={"age_to": 12}, change_note="Till 12 år.", by=head)
    copy = calls.copy(call, name="Våren på väg", by=head)
    rules = copy.current_version()
    assert (copy.slug, copy.copied_from, copy.published_at, copy.windows.count()) == ("varen-pa-vag", call, None, 0)
    assert (copy.programme, rules.number, rules.age_to) == (call.programme, 1, 12)
    assert [row.key for row in rules.questions.all()] == ["kort"]


def test_an_address_is_used_once(call: Call, head: User) -> None:
    calls.copy(call, name="Våren", by=head)
    assert told(lambda: calls.copy(call, name="Våren", by=head)) == {
        "slug": ["Adressen varen används redan. Skriv en annan."]
    }
    assert list(told(lambda: calls.copy(call, name=" ", slug="annan", by=head))) == ["name"]
