"""What the browser tests' portal runs with: the demo's clock and broker of files, a database and files of its own."""

from pathlib import Path

from portal.settings.test import *
from portal.settings.test import DATABASES, POST_OFFICE, env

_room = Path(env("BROWSER_ROOM"))
DATABASES = {"default": DATABASES["default"] | {"NAME": env("BROWSER_DATABASE")}}
MEDIA_ROOT = _room / "files"
PORTAL_ADDRESS = env("BROWSER_ADDRESS")
CELERY_BROKER_URL = "filesystem://localhost//"
CELERY_BROKER_TRANSPORT = "portal.demo.broker:Transport"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": str(_room / "queue"),
    "data_folder_out": str(_room / "queue"),
    "control_folder": str(_room / "control"),
}
CLOCK_SOURCE = "portal.demo.clock.now"
POST_OFFICE = POST_OFFICE | {"BACKENDS": {"default": "django.core.mail.backends.dummy.EmailBackend"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 24 * 60 * 60  # seconds; the files do not change while the tests run
