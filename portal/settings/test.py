"""Tests: a server of their own with fsync off, the demo app installed, no broker, nothing sent."""

from portal.demo.places import data_dir, database_settings

from .base import *
from .base import INSTALLED_APPS, LOGGING, POST_OFFICE, database, env

SECRET_KEY = "test-only-not-a-secret-" + "x" * 40
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [*INSTALLED_APPS, "portal.demo"]
DEMO = True

DATABASES = {"default": database() if env("DATABASE_URL", default="") else database_settings("test")}
CELERY_BROKER_URL = "memory://"
MEDIA_ROOT = data_dir("test") / "files"
LOGGING["loggers"]["kombu"] = {"level": "ERROR"}  # a memory broker has no host, and says so each time
POST_OFFICE = POST_OFFICE | {"BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = None
ALLOW_DEMO_SIGNER = True
ACCOUNT_RATE_LIMITS = False
OWNER_SECONDS = None  # for ever, or the number of queries would hang on how fast a test is
