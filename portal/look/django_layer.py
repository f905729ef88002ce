"""Django's own admin style sheets gathered in one file, in a cascade layer below ours.

`python -m portal.look.django_layer` writes it anew. In a layer, since what is not in a layer wins over it whatever the
selectors; in one file without @import, since tools that read the style sheets of a page under a strict content policy
stumble on imports.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.contrib import admin

SHEETS = ("base", "widgets", "forms", "changelists", "dashboard", "responsive")
SOURCE = Path(admin.__file__).parent / "static" / "admin" / "css"
TARGET = Path(__file__).resolve().parents[2] / "static" / "vendor" / "django-admin" / "layer.css"


def build() -> str:
    """Return the text of the layered file for the Django that is installed."""
    parts = [(SOURCE / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS]
    joined = re.sub(r"@import url\([^)]*\);\n*", "", "\n".join(parts))
    # The file lies in vendor/django-admin, the pictures in Django's own admin/img.
    joined = re.sub(r"url\((['\"]?)\.\./img/", r"url(\1../../admin/img/", joined)
    heading = "/* Django's admin style (BSD), gathered by portal/look/django_layer.py. Do not edit. */"
    return f"{heading}\n@layer django {{\n{joined}}}\n"


if __name__ == "__main__":
    TARGET.write_text(build(), encoding="utf-8")
