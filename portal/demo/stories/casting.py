"""Casting a story: its data file's programmes, bodies and cases become rows and roles, its steps are planned.

A file holds `cases`, each with its words and figures, and `play`, the steps of each case in order. A step names a verb
of the story (`do`), a day (`on`), an hour when it is not ten, and what the verb is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stdnum import luhn

from applications.models import Application, Call
from applications.services import calls
from portal import clock
from portal.demo.facts import DataFault, plain, read
from portal.demo.loading import make_organisation
from portal.demo.programmes import back_in_time, load
from portal.demo.world import World

from .role import Role
from .words import FOLDER


def cast(name: str, world: World) -> dict[str, Role]:
    """The cases of a story file with their steps, and the programmes that they need. Raises DataFault.

    A crowd is so many cases in the words of another, each of a body of its own; its steps are those of the crowd.
    """
    file = f"{FOLDER}/{name}.toml"
    facts = plain(read(FOLDER, name))
    roles: dict[str, Role] = {}
    for programme in facts.get("needs", []):
        load(programme, world)
    for row in facts.get("organisations", []):
        make_organisation(row, world, file)
    for key, words in facts["cases"].items():
        load(words["programme"], world)
        back_in_time(words["programme"], world)
        words["call"] = _call(words, world) if words.get("own_call") else words["call"]
        roles[key] = Role(world, words, roles)
        roles[key].plan(_steps(facts, key, file), file)
    for key, crowd in facts.get("crowds", {}).items():
        for words in _crowd(crowd, facts["cases"][crowd["like"]], world, file):
            role = Role(world, words, roles, in_crowd=True)
            role.plan(_steps(facts, crowd.get("steps", key), file), file)
            roles[f"{key} {words['applicant']}"] = role
    return roles


def _steps(facts: dict[str, Any], key: str, file: str) -> list[dict[str, Any]]:
    if key not in facts["play"]:
        raise DataFault(file, f"play.{key}", "stegen saknas")
    steps: list[dict[str, Any]] = facts["play"][key]
    return steps


def _crowd(crowd: dict[str, Any], like: dict[str, Any], world: World, file: str) -> Iterator[dict[str, Any]]:
    """The words of each case of a crowd: those of the case that it is like, with what the crowd has of its own."""
    for number in range(crowd["first"], crowd["first"] + crowd["count"]):
        digits = f"{crowd['orgnr']}{number:02d}"
        orgnr = f"{digits[:6]}-{digits[6:]}{luhn.calc_check_digit(digits)}"
        body = {"orgnr": orgnr, "name": f"{crowd['name']} {number}"}
        make_organisation(crowd["body"] | body, world, file)
        words = like | crowd["words"] | {"applicant": orgnr}
        yield words | {"text": like["text"] | {"title": f"{crowd['title']} {number}"}}


def _call(words: dict[str, Any], world: World) -> str:
    """The address of a call that nobody has applied in: when the story has been played before, another round of it."""
    call = Call.objects.get(slug=words["call"])
    if not Application.objects.filter(call=call).exists():
        return call.slug
    count = Call.objects.filter(slug__startswith=call.slug).count() + 1
    window = call.windows.earliest("opens_at")
    with clock.at(window.opens_at):
        head = world.person("enhetschef")
        again = calls.copy(call, name=call.name, slug=f"{call.slug}-{count}", by=head)
        calls.add_window(again, opens_at=window.opens_at, closes_at=window.closes_at, name=window.name, by=head)
        calls.publish(again, by=head)
    return again.slug
