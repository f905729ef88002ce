"""Templates and static files: they compile, carry nothing inline, and survive the manifest."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.template.loader import get_template

from portal.look import django_layer

TEMPLATES = settings.BASE_DIR / "templates"
STATIC = settings.BASE_DIR / "static"
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if "pdf" not in path.relative_to(TEMPLATES).parts)

INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_compiles_and_has_nothing_inline(path: Path) -> None:
    get_template(str(path.relative_to(TEMPLATES)))
    source = re.sub(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert not INLINE.search(source)


@pytest.mark.parametrize("planted", ['<p style="x">', "<script>x</script>", '<a onclick="x">', "<style>"])
def test_inline_is_found_when_it_is_there(planted: str) -> None:
    assert INLINE.search(planted)


def test_the_layer_is_that_of_the_installed_django() -> None:
    assert django_layer.TARGET.read_text(encoding="utf-8") == django_layer.build(), (
        "run python -m portal.look.django_layer"
    )


def test_the_layer_imports_nothing() -> None:
    assert "@import" not in django_layer.build()


def test_every_address_in_the_style_sheets_leads_to_a_file(tmp_path: Path) -> None:
    """The storage of production rewrites each url() and fails on one that leads nowhere."""
    storage = ManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    paths = {}
    for finder in finders.get_finders():
        for path, source in finder.list([]):
            if path.startswith(("css/", "fonts/", "img/", "js/", "vendor/", "admin/img/")):
                with source.open(path) as content:
                    storage.save(path, content)
                paths[path] = (storage, path)
    failed = [str(made) for _, _, made in storage.post_process(paths) if isinstance(made, Exception)]
    assert failed == []


def test_licences_lie_beside_what_they_license() -> None:
    for folder in (STATIC / "vendor").iterdir():
        assert not folder.is_dir() or (folder / "LICENSE").is_file(), folder
    assert (STATIC / "fonts" / "LICENSE").is_file()
