"""What a worker under test runs with: the test's own database, files, broker and post office."""

from pathlib import Path

from portal.settings.test import *
from portal.settings.test import POST_OFFICE, env

_room = Path(env("HARD_ROOM"))
MEDIA_ROOT = _room / "files"
CELERY_BROKER_URL = "filesystem://localhost//"
CELERY_BROKER_TRANSPORT = "portal.demo.broker:Transport"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": str(_room / "queue"),
    "data_folder_out": str(_room / "queue"),
    "control_folder": str(_room / "control"),
}
POST_OFFICE = POST_OFFICE | {"BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"}}
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = env.int("HARD_SMTP_PORT", default=1)
EMAIL_TIMEOUT = 10
