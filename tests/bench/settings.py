"""What the bench runs with: the tests' settings on a database of its own, named by the one who starts it."""

from portal.demo.places import data_dir
from portal.settings.test import *
from portal.settings.test import DATABASES, env

DATABASES = {"default": DATABASES["default"] | {"NAME": env("BENCH_DATABASE")}}
MEDIA_ROOT = data_dir("test") / "files" / env("BENCH_DATABASE")
CONN_MAX_AGE = None
