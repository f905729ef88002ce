"""The table of periodic jobs names tasks that exist."""

from portal.celery import app
from portal.schedule import PERIODIC, beat_schedule


def test_every_job_in_the_table_is_a_task_that_a_worker_knows() -> None:
    app.loader.import_default_modules()
    assert {row.task for row in PERIODIC} <= set(app.tasks)


def test_a_day_by_hand_runs_all_of_the_table_but_the_nights_work() -> None:
    assert [row.name for row in PERIODIC if not row.by_day] == ["nightly", "statistics"]


def test_no_message_about_a_job_outlives_the_time_to_the_next() -> None:
    for entry in beat_schedule().values():
        assert 0 < entry["options"]["expires"] <= 24 * 60 * 60
