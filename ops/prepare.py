"""Makes .venv and looks for what the portal needs from the machine. Run by make, with any Python 3 and nothing else.

As root on Debian what is missing is installed; anyone else is told the command. A fault gives one sentence and exit
code 1.
"""

import ctypes
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
# What WeasyPrint loads, and the Debian package that has it; the others it loads come along with these.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
# The development lock holds all that the demo's does, in the same versions.
LOCKS = {"demo": ("requirements-demo.lock",), "test": ("requirements-dev.lock", "requirements-demo.lock")}
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Fault(Exception):
    """Something is missing; the message is the one sentence that the person gets."""


def main(purpose):
    """Prepare for 'demo', 'test' or 'browser'."""
    check_python(purpose)
    check_port()
    check_libraries()
    if purpose == "browser" and not any(shutil.which(name) for name in CHROMIUM):
        raise Fault("make test-browser behöver Chromium. Installera det: " + as_root("apt-get install chromium"))
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # make demo and make test may start at once on a fresh machine
        make_venv()
        install(LOCKS["demo" if purpose == "demo" else "test"])


def check_python(purpose):
    if sys.version_info >= OLDEST:
        return
    newer = next(filter(None, map(shutil.which, NEWER)), None)
    if newer is None:
        has = "{}.{}".format(*sys.version_info[:2])
        raise Fault("Portalen behöver Python 3.11 eller senare; python3 är " + has + " här.")
    os.execv(newer, [newer, str(Path(__file__).resolve()), purpose])


def check_port():
    port = os.environ.get("PORT", "8000")
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise Fault("PORT ska vara ett tal mellan 1 och 65535, inte " + repr(port) + ".")


def check_libraries():
    missing = sorted({package for library, package in LIBRARIES.items() if not loads(library)})
    if missing:
        apt_install("WeasyPrint saknar systembibliotek", missing)
        if not all(map(loads, LIBRARIES)):
            raise Fault("Systembiblioteken installerades men går inte att ladda: " + ", ".join(LIBRARIES))


def loads(library):
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def make_venv():
    code = "import sys; sys.exit(sys.version_info < {})".format(OLDEST)
    if PYTHON.exists() and subprocess.call([str(PYTHON), "-c", code]) == 0:
        return
    if subprocess.call([sys.executable, "-c", "import ensurepip"], stderr=subprocess.DEVNULL):
        apt_install("Modulen venv saknas", ["python{}.{}-venv".format(*sys.version_info[:2])])
    say("Skapar .venv.")
    run([sys.executable, "-m", "venv", "--clear", str(VENV)], "Det gick inte att skapa .venv")


def install(locks):
    if all(stamp(lock).exists() and stamp(lock).read_text() == digest(lock) for lock in locks[:1]):
        return
    say("Installerar det som är låst i " + locks[0] + ". Det tar en stund första gången.")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "-r", str(ROOT / locks[0])], "Paketen gick inte att installera")
    for lock in locks:
        stamp(lock).write_text(digest(lock))


def stamp(lock):
    return VENV / (lock + ".installed")


def digest(lock):
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def apt_install(reason, packages):
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        raise Fault(reason + ". På Debian heter paketen: " + " ".join(packages))
    if os.geteuid() != 0:
        raise Fault(reason + ". Installera: " + as_root(" ".join(command)))
    say(reason + "; installerar " + " ".join(packages) + ".")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    run(["apt-get", "-qq", "update"], "apt-get update gick inte")
    run(command, reason + " och gick inte att installera")


def as_root(command):
    return command if os.geteuid() == 0 else "sudo " + command


def run(command, fault):
    """Run to the end and keep quiet; a fault becomes one sentence, and being ended ends the command too."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        output = process.communicate()[0].decode(errors="replace")
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if "No space left on device" in output and process.returncode:
        raise Fault("Disken är full. Frigör plats och kör igen.")
    if process.returncode:
        lines = [line.strip() for line in output.splitlines() if line.strip()]
        telling = [line for line in lines if line.upper().startswith(("ERROR", "E:"))] or lines or ["inget besked"]
        raise Fault(fault + ": " + telling[-1])


def say(text):
    print(text, flush=True)


def end(number, frame):
    sys.exit(128 + number)


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
        sys.stderr.reconfigure(errors="replace")
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "demo")
    except Fault as fault:
        sys.exit(str(fault))
    except OSError as fault:
        sys.exit("Disken är full. Frigör plats och kör igen." if fault.errno == 28 else "Det gick inte: " + str(fault))
