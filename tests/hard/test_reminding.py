"""Reminders by real processes: two at once, one that is killed, one that comes late. Each is given, and given once."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from post_office.models import STATUS, Email

from applications.models import Notice, Obligation, Reminder
from portal import clock, dates
from tests import factories
from tests.hard.post import PostOffice, open_office
from tests.hard.worker import Worker, table_locked, waiting, worker_in

pytestmark = [pytest.mark.hard, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def post() -> Iterator[PostOffice]:
    with open_office() as office:
        yield office


@pytest.fixture
def room(tmp_path: Path, post: PostOffice, settings) -> Iterator[Worker]:
    with worker_in(tmp_path, post.port) as one:
        settings.MEDIA_ROOT = one.files
        yield one


@pytest.fixture
def due_on() -> date:
    """The day by which two decisions, sent today, are to be accepted."""
    with clock.at(factories.NOW):
        for number in (1, 2):
            factories.granted_tale(factories.call(), title=f"Projekt {number}")
        Email.objects.update(status=STATUS.sent)
    return Obligation.objects.filter(kind="acceptance").values_list("due_on", flat=True).distinct().get()


def day_job(room: Worker, day: date) -> None:
    """Run the day's jobs as the scheduler's process would, to their end."""
    assert room.run("dagens_jobb", "--datum", day.isoformat()).wait(60) == 0, room.log.read_text()


def reminded() -> Counter[tuple[str, str]]:
    """How many mails of reminders each person has been written, per morning."""
    told = Notice.objects.filter(kind="reminders").values_list("recipient__email", "event")
    return Counter((email, event.split(":")[1]) for email, event in told)


def left(day: date) -> int:
    return Reminder.objects.filter(due_on__lte=day, sent_at=None, cancelled_at=None).count()


def assert_sent_once(post: PostOffice) -> None:
    mails = Email.objects.filter(notice__kind="reminders")
    assert not mails.exclude(status=STATUS.sent).exists()
    assert dict(post.ids()) == dict.fromkeys(mails.values_list("message_id", flat=True), 1)


def test_two_processes_at_once_give_each_reminder_once(room, post, due_on):
    day = dates.previous_working_day(due_on - timedelta(days=7))
    with table_locked("applications_reminder"):
        both = [room.run("dagens_jobb", "--datum", day.isoformat()) for _ in range(2)]
        room.wait(lambda: waiting() == 2, "both stood before the reminders")
    assert [process.wait(60) for process in both] == [0, 0], room.log.read_text()
    assert left(day) == 0
    assert set(reminded().values()) == {1}
    assert len(post.got) == len(reminded())
    assert_sent_once(post)


def test_three_silent_days_are_told_in_one_mail(room, post, due_on):
    """The day before, the day itself and the day after have passed when the scheduler comes back."""
    before = dates.add_working_days(due_on, -2)
    day_job(room, before)
    earlier = reminded()
    back = dates.add_working_days(due_on, 1)
    offsets = Reminder.objects.filter(sent_at=None, cancelled_at=None, due_on__lte=back).values_list(
        "offset", flat=True
    )
    assert len(set(offsets)) == 3
    day_job(room, back)
    assert left(back) == 0
    now = reminded() - earlier
    assert set(now.values()) == {1}
    assert {day for _, day in now} == {back.isoformat()}
    assert {email for email, _ in now} >= {"sokande@example.se", "firmatecknare@example.se", "handlaggare@example.se"}
    assert_sent_once(post)


def test_run_again_tells_nothing_again(room, post, due_on):
    day = dates.previous_working_day(due_on - timedelta(days=7))
    day_job(room, day)
    first, mails = reminded(), len(post.got)
    assert mails > 0
    for _ in range(2):
        day_job(room, day)
    assert reminded() == first
    assert len(post.got) == mails


def test_killed_with_the_mails_half_written_nothing_is_lost_or_doubled(room, post, due_on):
    day = dates.previous_working_day(due_on - timedelta(days=7))
    with table_locked("applications_notice"):
        process = room.run("dagens_jobb", "--datum", day.isoformat())
        room.wait(lambda: waiting() == 1, "the first notice was to be written")
        process.kill()
        process.wait()
    assert left(day) > 0
    assert not reminded()
    day_job(room, day)
    assert left(day) == 0
    assert set(reminded().values()) == {1}
    assert_sent_once(post)
