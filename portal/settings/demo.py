"""The demo: an embedded server, a broker of files, mails that stay in the house and a clock that can be moved."""

from portal.demo.places import broker_settings, data_dir, database_settings

from .base import *
from .base import CONTENT_SECURITY_POLICY, INSTALLED_APPS, POST_OFFICE, database, env

SECRET_KEY = "demo-only-not-a-secret-" + "x" * 40
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [*INSTALLED_APPS, "portal.demo"]
DEMO = True

DATA_DIR = data_dir("demo")
DATABASES = {"default": database() if env("DATABASE_URL", default="") else database_settings("demo")}
if env("CELERY_BROKER_URL", default=""):
    CELERY_BROKER_URL = env("CELERY_BROKER_URL")
else:
    CELERY_BROKER_URL = "filesystem://localhost//"
    CELERY_BROKER_TRANSPORT = "portal.demo.broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = broker_settings("demo")
MEDIA_ROOT = DATA_DIR / "files"
PORTAL_ADDRESS = env("PORTAL_ADDRESS", default=f"http://localhost:{env.int('PORT', default=8000)}")

# Mails are shown on the demo's mail page and go nowhere.
POST_OFFICE = POST_OFFICE | {"BACKENDS": {"default": "django.core.mail.backends.dummy.EmailBackend"}}
CLOCK_SOURCE = "portal.demo.clock.now"
SIGNER = env("SIGNER", default="portal.signing.demo.DemoSigner")
ALLOW_DEMO_SIGNER = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # nothing is collected: the finders serve each file where it lies
ACCOUNT_RATE_LIMITS = False  # many people share one address when they try the demo
CONTENT_SECURITY_POLICY = CONTENT_SECURITY_POLICY
