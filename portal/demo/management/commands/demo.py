"""`manage.py demo`: makes the database ready and runs web, worker and beat here until Ctrl-C or SIGTERM."""

import errno
import os
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection

from portal.demo import places, processes
from portal.demo.accounts import EVERYBODY, PASSWORD
from portal.demo.processes import Child

DATA_DIR = places.data_dir("demo")
HOST = "127.0.0.1"  # everybody knows the demo's password, so only this computer reaches it
READY_WITHIN = 180  # seconds


class Command(BaseCommand):
    """The runner: owner of the three processes as manage.py is of the server."""

    help = "Kör portalen på den här datorn med exempeldata. Avsluta med Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until told to stop. Raises CommandError with one sentence when something stands in the way."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _end)
        port = urlsplit(settings.PORTAL_ADDRESS).port or 80
        children: list[Child] = []
        try:
            _check_port(port)
            _make_folders(DATA_DIR)
            self._prepare_database()
            children += _children(port, DATA_DIR)
            web, *others = children
            web.start()
            self._wait_for(port, children, well=False)  # it starts alone, to be there sooner
            for child in others:
                child.start()
            self._wait_for(port, children, well=True)
            self._introduce()
            while True:
                self._watch(children)
                time.sleep(0.5)
        except (OSError, OperationalError) as fault:
            raise CommandError(_sentence(fault)) from fault
        finally:
            processes.stop(children)

    def _prepare_database(self) -> None:
        connection.ensure_connection()
        call_command("migrate", interactive=False, verbosity=0)
        under_way = DATA_DIR / "seeding"
        if under_way.exists():
            raise CommandError("Exempeldatan blev inte klar förra gången. Kör make demo-reset och sedan make demo.")
        if not get_user_model().objects.exists():
            self._say("Lägger in exempeldata. Det tar en stund första gången.")
            under_way.touch()
            call_command("seed")
            under_way.unlink()
        connection.close()

    def _wait_for(self, port: int, children: list[Child], *, well: bool) -> None:
        """Wait until the health page answers at all, or that all is `well`: the worker has made what the seed owes."""
        deadline = time.monotonic() + READY_WITHIN
        while (health := _health(port))[0] != 200 and (well or not health[0]):
            self._watch(children)
            if time.monotonic() > deadline:
                if not health[0]:
                    raise CommandError(f"Webben svarar inte inom {READY_WITHIN} sekunder: {health[1]}")
                self._say(f"Portalen svarar, men allt är inte bra: {health[1]}")
                return
            time.sleep(0.5)

    def _watch(self, children: list[Child]) -> None:
        for child in children:
            if not child.has_died():
                continue
            if child.keeps_dying():
                raise CommandError(f"Processen {child.name} avslutas gång på gång; orsaken står ovanför.")
            self._say(f"Processen {child.name} avslutades och startas om.")
            child.start()

    def _introduce(self) -> None:
        self._say(f"\nPortalen är igång: {settings.PORTAL_ADDRESS}/\n")
        self._say(f"Konton, alla med lösenordet {PASSWORD}:")
        for account in EVERYBODY:
            self._say(f"  {account.email:<32}{account.does}")
        self._say("\nAvsluta med Ctrl-C.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _end(number: int, frame: FrameType | None) -> None:
    for later in (signal.SIGINT, signal.SIGTERM):
        signal.signal(later, signal.SIG_IGN)  # an impatient second one must not leave anything running
    sys.exit(0)


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as fault:
            taken = fault.errno == errno.EADDRINUSE
            reason = "är upptagen" if taken else f"går inte att använda ({fault.strerror})"
            raise CommandError(f"Port {port} {reason}. Välj en annan: make demo PORT=8001") from fault


def _make_folders(data_dir: Path) -> None:
    shutil.rmtree(data_dir / "tmp", ignore_errors=True)
    for name in ("beat", "files", "tmp"):
        (data_dir / name).mkdir(parents=True, exist_ok=True)


def _children(port: int, data_dir: Path) -> list[Child]:
    # The broker of files moves each message through the temp folder, which must be on the same disk and ours alone.
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        "TMPDIR": str(data_dir / "tmp"),
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore:::celery.platforms",  # it warns of root, who is at home in a container
    }
    web = [
        "gunicorn", "portal.wsgi", f"--bind={HOST}:{port}", "--worker-class=gthread", "--workers=1", "--threads=4",
        "--graceful-timeout=5", "--log-level=warning", "--no-control-socket",
    ]  # fmt: skip
    celery = ["celery", "--app=portal.celery", "--quiet"]
    # One process and no pool: a kill leaves nothing half alive, and the sweep takes up what was under way.
    worker = [*celery, "worker", "--pool=solo", "--loglevel=warning", "--without-gossip", "--without-mingle",
              "--without-heartbeat"]  # fmt: skip
    beat = [*celery, "beat", "--loglevel=warning", "--pidfile=", f"--schedule={data_dir / 'beat' / 'schedule'}"]
    programs = (("web", web), ("worker", worker), ("beat", beat))
    return [Child(name, [sys.executable, "-m", *words], environment) for name, words in programs]


def _health(port: int) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/halsa/", timeout=5) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as fault:
        return fault.code, fault.read(500).decode(errors="replace")
    except OSError as fault:
        return 0, str(fault)


def _sentence(fault: OSError | OperationalError) -> str:
    if (isinstance(fault, OSError) and fault.errno == errno.ENOSPC) or "No space left on device" in str(fault):
        return "Disken är full. Frigör plats och kör igen."
    return f"Demon kan inte köras: {' '.join(str(fault).split())}"
