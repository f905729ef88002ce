"""The Celery app: where the tasks are, when they run, and the sweep that each worker starts with."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready

from portal import schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = schedule.beat_schedule()
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="jobs")


@worker_ready.connect
def sweep_at_start(**signal: Any) -> None:
    """A message in flight dies with a killed worker; what it was about is still owed, so look at once."""
    from portal import after_commit  # it imports this module

    after_commit.send(schedule.SWEEP)
