"""Things with one door: work is enqueued by after_commit, time is told by the clock, HTTP stays in the views."""

import ast
from pathlib import Path

import pytest

from .tree import APPS, ROOT, Breach, dotted, imports, package_of, parse, plant, sources, told, walk

ENQUEUES = {"delay", "apply_async", "send_task", "delay_on_commit"}
ENQUEUER = "portal/after_commit.py"

# What tells the time: (module, name). `time.monotonic` measures and says nothing about what time it is.
TELLING = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "django.utils.timezone.now",
    "django.utils.timezone.localdate",
    "django.utils.timezone.localtime",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
}
TELLERS = {
    "portal/clock.py",
    "portal/demo/clock.py",  # the demo's source of time, which portal/clock.py asks (settings.CLOCK_SOURCE)
}

# The steps of the ladder below views, admin and forms: they work for jobs and commands as for pages.
BELOW_VIEWS = (
    "services",
    "selectors",
    "lifecycle",
    "documents",
    "notifications",
    "tasks",
    "jobs",
    "reminders",
    "sections",
    "rules",
    "models",
    "budget",
    "enums",
)
HTTP = ("django.http", "django.shortcuts", "django.views", "django.urls", "django.contrib.messages")
# Naming a page of one's own in a mail is no HTTP, and it is only there that an address is needed.
ADDRESSES = {"django.urls.reverse", "django.urls.reverse_lazy"}


def enqueues(root: Path) -> list[Breach]:
    """Calls that put a message on the queue, other than by after_commit."""
    paths = [path for path in sources(root) if path.relative_to(root).as_posix() != ENQUEUER]
    return [
        Breach(name, node.lineno, f".{node.func.attr}(…)")
        for name, node in walk(root, paths)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ENQUEUES
    ]


def tells_time(root: Path) -> list[Breach]:
    """Uses of anything that says what time it is, by whatever name it was imported."""
    breaches = []
    for path in sources(root):
        name = path.relative_to(root).as_posix()
        if name not in TELLERS:
            breaches += [Breach(name, line, what) for line, what in _told_in(parse(path))]
    return breaches


def _told_in(tree: ast.Module) -> list[tuple[int, str]]:
    names = _imported_names(tree)
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute | ast.Name):
            continue
        first, _, rest = dotted(node).partition(".")
        whole = names.get(first, "") + (f".{rest}" if rest else "")
        if whole in TELLING:
            found.append((node.lineno, whole))
    return found


def _imported_names(tree: ast.Module) -> dict[str, str]:
    """Name in the module → what it stands for."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def http_below_views(root: Path) -> list[Breach]:
    """Imports of HTTP, and parameters called request, in the steps of the ladder below the views."""
    breaches = []
    for path in sources(root, "applications", "reviews"):
        name = path.relative_to(root).as_posix()
        if path.relative_to(root).parts[1].removesuffix(".py") not in BELOW_VIEWS:
            continue
        tree = parse(path)
        for line, imported in imports(tree, package_of(root, path)):
            if imported.startswith(HTTP) and imported not in ADDRESSES:
                breaches.append(Breach(name, line, f"imports {imported}"))
            elif imported.startswith("django.urls") and "notifications" not in path.parts:
                breaches.append(Breach(name, line, f"imports {imported}: only a mail names an address"))
        for node in ast.walk(tree):
            if isinstance(node, ast.arg) and _is_request(node):
                breaches.append(Breach(name, node.lineno, "takes a request"))
    return breaches


def _is_request(node: ast.arg) -> bool:
    return node.arg == "request" and (node.annotation is None or "Http" in ast.unparse(node.annotation))


def test_only_after_commit_enqueues() -> None:
    assert not enqueues(ROOT), told(enqueues(ROOT))


@pytest.mark.parametrize(
    "line", ["render.delay(1)", "render.apply_async(args=[1])", "app.send_task('x')", "tasks.render.delay_on_commit(1)"]
)
def test_a_planted_enqueue_is_caught(tmp_path: Path, line: str) -> None:
    plant(tmp_path, "applications/services/hurrying.py", line)
    plant(tmp_path, ENQUEUER, "app.send_task('x')")
    assert [breach.path for breach in enqueues(tmp_path)] == ["applications/services/hurrying.py"]


def test_only_the_clock_tells_the_time() -> None:
    assert not tells_time(ROOT), told(tells_time(ROOT))


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime\nnow = datetime.now()",
        "import datetime\nnow = datetime.datetime.utcnow()",
        "import datetime as dt\nday = dt.date.today()",
        "from datetime import date as Day\nday = Day.today()",
        "from django.utils import timezone\nnow = timezone.now()",
        "from django.utils.timezone import now\nfield = DateTimeField(default=now)",
        "from django.utils import timezone\nfield = DateTimeField(default=timezone.now)",
        "import time\nnow = time.time()",
    ],
)
def test_a_planted_look_at_the_watch_is_caught(tmp_path: Path, text: str) -> None:
    plant(tmp_path, "reviews/services/hasting.py", text)
    plant(tmp_path, "portal/clock.py", text)
    breaches = tells_time(tmp_path)
    assert {breach.path for breach in breaches} == {"reviews/services/hasting.py"}
    assert any(breach.line == 2 for breach in breaches)


def test_measuring_and_asking_our_clock_is_allowed(tmp_path: Path) -> None:
    plant(tmp_path, "portal/fine.py", "import time\nfrom portal import clock\nbegan = time.monotonic()\nclock.now()\n")
    assert not tells_time(tmp_path)


def test_no_http_below_the_views() -> None:
    assert not http_below_views(ROOT), told(http_below_views(ROOT))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("applications/services/paging.py", "from django.http import HttpRequest"),
        ("applications/services/paging.py", "def page(request): ..."),
        ("applications/selectors/paging.py", "from django.shortcuts import get_object_or_404"),
        ("reviews/lifecycle/paging.py", "from django.contrib import messages"),
        ("applications/models/paging.py", "from django.urls import reverse"),
        ("applications/jobs.py", "import django.http"),
        ("reviews/tasks.py", "from django.views import View"),
    ],
)
def test_a_planted_request_is_caught(tmp_path: Path, path: str, text: str) -> None:
    plant(tmp_path, path, text)
    assert [breach.path for breach in http_below_views(tmp_path)] == [path]


def test_views_know_http_and_a_completion_request_is_none(tmp_path: Path) -> None:
    plant(tmp_path, "applications/views/paging.py", "from django.http import HttpRequest")
    plant(tmp_path, "applications/services/asking.py", "def answer(request: CompletionRequest): ...")
    plant(tmp_path, "applications/notifications/telling.py", "from django.urls import reverse")
    assert not http_below_views(tmp_path)


def test_the_apps_are_those_of_the_rules() -> None:
    assert all((ROOT / app / "apps.py").exists() for app in APPS)
