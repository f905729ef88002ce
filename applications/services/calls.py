"""What happens with a call: published, given new rules, more time or another window, copied for another round."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from portal import clock, dates
from portal.accounts.models import User

from .. import questions
from ..enums import ApplicationState
from ..lifecycle.engine import NotYours, StaleVersion
from ..models import Application, Call, CallQuestion, CallVersion, CallWindow, WindowExtension
from ..notifications import calls as notices
from ..selectors import call_checks
from . import awaiting, signing, staffing

# What a version holds beside the rules themselves.
_OF_THE_VERSION = ("id", "call", "number", "published_at", "published_by", "change_note")
RULES = tuple(field.name for field in CallVersion._meta.concrete_fields if field.name not in _OF_THE_VERSION)
QUESTION = tuple(f.name for f in CallQuestion._meta.concrete_fields if f.name not in ("id", "call_version"))
SLUG_LENGTH = 60


def _keep(call: Call, *, by: User, version: int | None = None) -> Call:
    """Lock the call for a change. Raises NotYours, or StaleVersion when it is no longer at `version`."""
    fresh = Call.objects.select_for_update(of=("self",)).select_related("programme__board").get(pk=call.pk)
    if not by.has_perm("applications.keep_programme", fresh):
        raise NotYours(f"{by} does not keep {fresh}")
    if version is not None and fresh.version != version:
        raise StaleVersion
    return fresh


def _changed(call: Call) -> None:
    call.version += 1
    call.save(update_fields=["version"])


# Publishing


@transaction.atomic
def publish(call: Call, *, by: User, version: int | None = None) -> Call:
    """Let everybody see the call. Its rules are from now on changed only by a new version.

    Raises NotYours, StaleVersion, and ValidationError with every fault that would stop it from working: no rules,
    no window, rules that contradict each other (selectors/call_checks.py).
    """
    call = _keep(call, by=by, version=version)
    if call.published_at is not None:
        raise ValidationError(f"Utlysningen är redan publicerad, {dates.datetime_long(call.published_at)}.")
    if faults := [stop.text for stop in call_checks.faults(call)]:
        raise ValidationError(faults)
    call.published_at = clock.now()
    call.published_by = by
    call.save(update_fields=["published_at", "published_by"])
    _changed(call)
    return call


# Rules


def is_draft(call: Call) -> bool:
    """Nobody has met the rules yet: they are still being written, and may be changed without a new version."""
    return call.published_at is None and not Application.objects.filter(call=call).exists()


@transaction.atomic
def change_rules(
    call: Call,
    *,
    values: Mapping[str, Any],
    change_note: str = "",
    asked: Sequence[Mapping[str, Any]] | None = None,
    by: User,
    version: int | None = None,
) -> CallVersion:
    """Give the call new rules: the latest version with `values` instead (shares are fractions, amounts kronor).

    A call that nobody has met has its only version changed in place. Otherwise a version n+1 is made, with who and
    what in `change_note` (obligatory), and with the questions of the one before unless others are given (`asked`).
    Consequences: drafts follow to the new version; what has come in keeps its own (architecture.md §6).
    Raises NotYours, StaleVersion, and ValidationError per field, or for a new version in which nothing differs.
    """
    call = _keep(call, by=by, version=version)
    latest = call.versions.order_by("-number").first()
    in_place = latest is not None and is_draft(call)
    if latest is not None and not in_place and not change_note.strip():
        raise ValidationError({"change_note": "Skriv vad som ändras. Det läses av handläggare och av dem som söker."})
    rules = latest if in_place and latest is not None else _next(call, latest)
    for name, value in values.items():
        if name not in RULES:
            raise ValueError(f"{name} is no rule of a call")
        setattr(rules, name, value)
    rules.change_note = change_note.strip() or (rules.change_note if in_place else "")
    rules.published_at = clock.now()
    rules.published_by = by
    rows = _questions(rules, latest, asked)
    if latest is not None and not in_place and _same(latest, rules, rows):
        raise ValidationError("Ingen regel är ändrad, så det blir ingen ny version.")
    empty = [name for name in RULES if getattr(rules, name) == []]  # a list may be, where nothing contradicts it
    rules.full_clean(exclude=["call", "published_by", *empty], validate_unique=False)
    if faults := call_checks.contradictions(rules, rows):
        raise ValidationError(faults)
    rules.save()
    if asked is not None and in_place:
        rules.questions.all().delete()
    if asked is not None or not in_place:
        CallQuestion.objects.bulk_create(rows)
    if not in_place:
        _take_along(call, rules)
    _changed(call)
    return rules


def _take_along(call: Call, rules: CallVersion) -> None:
    """Let the drafts of the call follow to the new rules, with their answers to the questions that are still asked.

    One that is sent in meanwhile is no longer a draft when its row is read, and keeps its own.
    """
    drafts = Application.objects.select_for_update(of=("self",)).filter(call=call, state=ApplicationState.DRAFT)
    for draft in drafts.select_related("call_version").order_by("pk"):
        draft.answers = questions.carried(draft.answers, draft.call_version, rules)
        if draft.call_version.terms_version != rules.terms_version or draft.call_version.terms_text != rules.terms_text:
            draft.terms_accepted = False  # what was accepted was another text
        draft.call_version = rules
        draft.save(update_fields=["answers", "call_version", "terms_accepted"])
        staffing.recount(draft)
        signing.content_changed(draft)


def _next(call: Call, latest: CallVersion | None) -> CallVersion:
    """A version that is not saved yet, with the rules of the one before."""
    if latest is None:
        return CallVersion(call=call, number=1)
    return CallVersion(call=call, number=latest.number + 1, **{name: getattr(latest, name) for name in RULES})


def _questions(
    rules: CallVersion, latest: CallVersion | None, given: Sequence[Mapping[str, Any]] | None
) -> list[CallQuestion]:
    """The questions of the version, not saved: those given, else those of the version before."""
    if given is None:
        before = list(latest.questions.all()) if latest is not None else []
        given = [{name: getattr(row, name) for name in QUESTION} for row in before]
    return [CallQuestion(call_version=rules, **row) for row in given]


def _same(latest: CallVersion, rules: CallVersion, rows: Sequence[CallQuestion]) -> bool:
    """Whether the new version would say just what the latest says."""
    if any(getattr(latest, name) != getattr(rules, name) for name in RULES):
        return False
    before, after = ([[getattr(row, name) for name in QUESTION] for row in some] for some in (_asked(latest), rows))
    return before == after


def _asked(version: CallVersion) -> list[CallQuestion]:
    return list(version.questions.all())


# Windows


@transaction.atomic
def add_window(
    call: Call, *, opens_at: datetime, closes_at: datetime | None, name: str = "", by: User, version: int | None = None
) -> CallWindow:
    """Add a time to apply; both ends are instants, no end means rolling intake (V-06).

    Raises NotYours, StaleVersion, ValidationError per field, also for a window that overlaps another of the call, or
    that is over already, so that nobody could use it.
    """
    call = _keep(call, by=by, version=version)
    window = CallWindow(call=call, name=name.strip(), opens_at=opens_at, closes_at=closes_at)
    if closes_at is not None and opens_at < closes_at <= clock.now():
        raise ValidationError({"closes_at": "Den tiden har varit. Välj en sista dag som inte har passerat."})
    _check_window(window)
    window.save()
    _changed(call)
    return window


@transaction.atomic
def change_window(
    window: CallWindow,
    *,
    opens_at: datetime,
    closes_at: datetime | None,
    name: str = "",
    by: User,
    version: int | None = None,
) -> CallWindow:
    """Change a window that has not opened, or set an end to rolling intake, as an instant that is still to come.

    The name may always be changed. An end that has been told is moved by `extend` only, and never nearer.
    Raises NotYours, StaleVersion, ValidationError per field.
    """
    call = _keep(window.call, by=by, version=version)
    window = CallWindow.objects.select_for_update().get(pk=window.pk)
    now = clock.now()
    if window.opens_at <= now and opens_at != window.opens_at:
        raise ValidationError({"opens_at": "Ansökningstiden har redan öppnat. Den första dagen går inte att ändra."})
    if window.opens_at <= now and closes_at != window.closes_at:
        if window.closes_at is not None:
            raise ValidationError({"closes_at": "Tiden är utlyst. Förläng den i stället, så att det gäller för alla."})
        if closes_at is None or closes_at <= now:
            raise ValidationError({"closes_at": "Välj en tid som inte har varit, så att alla hinner skicka in."})
    window.opens_at, window.closes_at, window.name = opens_at, closes_at, name.strip()
    window.version += 1
    _check_window(window)
    window.save()
    _changed(call)
    return window


@transaction.atomic
def remove_window(window: CallWindow, *, by: User) -> None:
    """Take away a window that nobody can have used: it has not opened, or the call is not published.

    Raises NotYours, ValidationError for another.
    """
    call = _keep(window.call, by=by)
    window = CallWindow.objects.select_for_update().get(pk=window.pk)
    if not is_removable(call, window):
        raise ValidationError("Ansökningstiden har öppnat och kan inte tas bort.")
    window.delete()
    _changed(call)


def is_removable(call: Call, window: CallWindow) -> bool:
    """Whether nobody can have used the window."""
    return window.opens_at > clock.now() or is_draft(call)


def _check_window(window: CallWindow) -> None:
    """Raises ValidationError for ends in the wrong order and for a window that overlaps another of its call."""
    if window.closes_at is not None and window.closes_at <= window.opens_at:
        raise ValidationError({"closes_at": "Utlysningen måste stänga efter att den har öppnat."})
    window.full_clean(exclude=["call"], validate_constraints=False)
    others = CallWindow.objects.filter(call=window.call_id).exclude(pk=window.pk)
    meets = Q(closes_at=None) | Q(closes_at__gt=window.opens_at)
    if window.closes_at is not None:
        meets &= Q(opens_at__lt=window.closes_at)
    if other := others.filter(meets).order_by("opens_at").first():
        end = f"gäller {dates.through(other.closes_at)}" if other.closes_at else "har ingen sista dag"
        text = f"Tiden går in i en annan ansökningstid, som öppnar {dates.datetime_long(other.opens_at)} och {end}."
        raise ValidationError({"opens_at" if other.opens_at <= window.opens_at else "closes_at": text})


@transaction.atomic
def extend(
    window: CallWindow,
    *,
    closes_at: datetime,
    reason: str,
    disturbed_from: datetime | None = None,
    disturbed_to: datetime | None = None,
    by: User,
    version: int | None = None,
) -> WindowExtension:
    """Move the end of a window later, for everybody, also after it has closed (domain.md §9 case 4).

    Consequences: a row that is never changed, with the old end, the new one, when the portal was disturbed and why;
    a banner for all who apply and a mail to those who have a draft; what came in between the old end and now is no
    longer late, since the rule must be the same for all (kommunallagen 2:3). Raises NotYours, StaleVersion, and
    ValidationError per field for an end that is not later, or that nobody could use.
    """
    call = _keep(window.call, by=by, version=version)
    window = CallWindow.objects.select_for_update().get(pk=window.pk)
    if window.closes_at is None:
        raise ValidationError("Utlysningen tar emot ansökningar hela tiden. Det finns ingen tid att förlänga.")
    extension = WindowExtension(
        window=window,
        closed_at=window.closes_at,
        closes_at=closes_at,
        disturbed_from=disturbed_from,
        disturbed_to=disturbed_to,
        reason=reason.strip(),
        decided_by=by,
    )
    _check_extension(extension)
    extension.save()
    window.closes_at = closes_at
    window.version += 1
    _check_window(window)
    window.save(update_fields=["closes_at", "version"])
    Application.objects.filter(window=window, is_late=True, shared_at__lt=closes_at).update(is_late=False)
    _changed(call)
    awaiting.move(Call.objects.get(pk=call.pk))
    notices.extended(extension)
    return extension


def _check_extension(extension: WindowExtension) -> None:
    faults: dict[str, str] = {}
    start, end = extension.disturbed_from, extension.disturbed_to
    if extension.closes_at <= extension.closed_at:
        faults["closes_at"] = f"Tiden kan bara bli längre. Nu är den {dates.through(extension.closed_at)}."
    elif extension.closes_at <= clock.now():
        faults["closes_at"] = "Välj en tid som inte har varit, så att alla hinner använda den."
    if not extension.reason:
        faults["reason"] = "Skriv varför tiden förlängs. Det visas för alla som söker."
    if (start is None) != (end is None):
        faults["disturbed_from" if start is None else "disturbed_to"] = (
            "Skriv både när störningen började och när den slutade."
        )
    elif start is not None and end is not None and end <= start:
        faults["disturbed_to"] = "Störningen kan inte sluta innan den börjar."
    elif start is not None and start > clock.now():
        faults["disturbed_from"] = "Skriv när störningen började. Den tiden har inte varit än."
    if faults:
        raise ValidationError(faults)
    extension.full_clean(exclude=["window", "decided_by"], validate_constraints=False)


# Another round


@transaction.atomic
def copy(call: Call, *, name: str, slug: str = "", by: User) -> Call:
    """Make a call of another: programme, track, step, fund, rules and questions, but no window, and not published.

    The copy's rules are version 1 and may be changed freely until it is published. Raises NotYours, ValidationError
    per field, also for a call without rules and for an address that is taken.
    """
    origin = _keep(call, by=by)
    latest = origin.versions.order_by("-number").first()
    if latest is None:
        raise ValidationError("Utlysningen har inga regler att kopiera.")
    made = Call(
        programme=origin.programme,
        track=origin.track,
        step=origin.step,
        fund=origin.fund,
        name=name.strip(),
        slug=(slug.strip() or slugify(name))[:SLUG_LENGTH],
        copied_from=origin,
    )
    if Call.objects.filter(slug=made.slug).exists():
        raise ValidationError({"slug": f"Adressen {made.slug} används redan. Skriv en annan."})
    made.full_clean()
    made.save()
    rules = _next(made, latest)
    rules.number, rules.published_by = 1, by
    rules.change_note = f"Kopia av reglerna i {origin.name}, version {latest.number}."[:400]
    rules.save()
    CallQuestion.objects.bulk_create(_questions(rules, latest, None))
    return made
