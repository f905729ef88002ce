"""Questions that a call adds to its form, put on the rules that it has today."""

from typing import Any

from applications.models import Application, Call, CallQuestion

PLACES = {"key": "lokal", "kind": "choice", "label": "Behöver ni en lokal?", "choices": ["Ja", "Nej"]}
ROOMS = {
    "key": "rum",
    "kind": "number",
    "label": "Hur många rum?",
    "depends_on": "lokal",
    "depends_value": "Ja",
}
DRAWING = {"key": "ritning", "kind": "file", "label": "Ritning över lokalen", "required": False}
WORDS = {"key": "larande", "kind": "text", "label": "Vad vill ni lära er?", "limit": 300}
DAY = {"key": "invigning", "kind": "date", "label": "Vilken dag öppnar ni?", "required": False}
ALL_KINDS = (PLACES, ROOMS, DRAWING, WORDS, DAY)


def ask(call: Call, *given: dict[str, Any], section: str = "statsstod") -> list[CallQuestion]:
    """Add the questions in this order to the latest rules of the call."""
    rules = call.current_version()
    made = []
    for order, values in enumerate(given, rules.questions.count() + 1):
        row = CallQuestion(call_version=rules, **{"order": order, "section": section} | values)
        row.full_clean()
        row.save()
        made.append(row)
    return made


def many(call: Call, count: int) -> list[CallQuestion]:
    """So many questions of all kinds but files, spread over the sections, and one file."""
    kinds: list[dict[str, Any]] = [WORDS, DAY, {**PLACES, "required": False}]
    sections = ("sokande", "parter", "projekt", "mal", "budget", "statsstod", "bilagor", "villkor")
    rows = [
        kinds[number % 3] | {"key": f"fraga-{number}", "section": sections[number % 8], "label": f"Fråga {number}?"}
        for number in range(count - 1)
    ]
    return ask(call, {**DRAWING, "section": "statsstod"}, *rows)


def answered(application: Application, **answers: str) -> Application:
    """The application as it is read anew, with these answers and no others."""
    Application.objects.filter(pk=application.pk).update(answers=answers)
    return Application.objects.get(pk=application.pk)
