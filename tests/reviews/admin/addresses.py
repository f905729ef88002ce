"""Addresses of the desk, as tests write them."""

from typing import Any

from django.urls import reverse

from applications.lifecycle.registry import machine_of
from applications.models import Case


def page(case: Case, route: str = "case", **more: Any) -> str:
    return reverse(f"admin:{route}", kwargs={"pk": case.pk, **more})


def move(obj: Any, name: str) -> str:
    return page(obj.case, "case_move", machine=machine_of(obj).name, obj=obj.pk, move=name)


def queue(key: str) -> str:
    return reverse("admin:queue", kwargs={"key": key})
