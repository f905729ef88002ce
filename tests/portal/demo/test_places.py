"""Where the demo's and the tests' things lie."""

import os
from pathlib import Path

import pytest

from portal.demo import embedded, places


def test_socket_lies_beside_the_data_when_its_path_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "BASE_DIR", Path("/srv/portalen å"))
    assert places.socket_dir("demo") == places.server_dir("demo")


@pytest.mark.parametrize("name", ["x" * 120, "å" * 60, "en,annan"])
def test_socket_moves_to_a_temp_folder_when_the_kernel_or_libpq_could_not_use_its_path(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(places.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(places, "BASE_DIR", Path("/srv") / name)
    folder = places.socket_dir("demo")
    assert folder.parent == Path("/tmp")  # noqa: S108 -- only its name is compared
    assert len(os.fsencode(folder / places.SOCKET_NAME)) <= places.LONGEST_SOCKET_PATH
    assert folder != places.socket_dir("test")


def test_plain_user_keeps_all_in_the_project_and_root_the_server_in_var_lib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "BASE_DIR", Path("/srv/portalen"))
    monkeypatch.setattr(places.os, "geteuid", lambda: 1000)
    assert places.server_dir("demo") == Path("/srv/portalen/var/demo/postgres")
    monkeypatch.setattr(places.os, "geteuid", lambda: 0)
    assert places.server_dir("demo").is_relative_to("/var/lib/investeringsportalen-demo")
    assert places.data_dir("demo") == Path("/srv/portalen/var/demo")


def test_settings_tell_which_embedded_server_they_mean() -> None:
    assert embedded.purpose_of(places.database_settings("demo")) == "demo"
    assert embedded.purpose_of(places.database_settings("test")) == "test"
    assert embedded.purpose_of({"HOST": "db.example.se", "NAME": "portal"}) is None
    assert embedded.purpose_of({"HOST": ""}) is None
