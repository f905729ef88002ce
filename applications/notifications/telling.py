"""Telling somebody something: one mail in the queue and one notice in the case, once per event and person."""

import re
from collections.abc import Iterable
from email.utils import make_msgid
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template import Context, engines
from django.template.backends.django import DjangoTemplates
from django.urls import reverse
from post_office.models import PRIORITY, STATUS, Email
from post_office.settings import get_message_id_fqdn

from portal.accounts.models import User
from portal.after_commit import enqueue
from portal.mail.sending import QUEUED

from ..models import Case, Notice
from . import letters

TASK = "applications.tasks.send_mails"
TOLD_ONCE = "notice_is_unique_per_event_and_recipient"
LONGEST_SUBJECT = 200


def tell(kind: str, *, event: str, case: Case | None, recipients: Iterable[User], **context: Any) -> list[Notice]:
    """Queue templates/mail/<kind>/ for each recipient and note it in the case; returns the notices that are new.

    `event` names what happened; whoever has been told of it is not told again, also when two processes try at once.
    The templates see `person`, `case`, `sender`, `phone`, `own_text` (the programme's own paragraph) and `context`.
    What people have written reaches them as values only: it is never run as a template, and nothing is escaped, since
    a mail is plain text.
    A mail tells that something has happened, by when, and where to read on: never sums per person, personal numbers
    or attachments (domain.md §4.5).
    """
    notices: list[Notice] = []
    recipients = _who_may_know(case, recipients)
    context["own_text"] = letters.own_text(kind, case)
    for person in {person.pk: person for person in recipients if person.is_active}.values():
        notice = _once(kind, event, case, person, context)
        if notice is not None:
            notices.append(notice)
    if notices:
        enqueue(TASK, str(notices[0].pk))
    return notices


def _who_may_know(case: Case | None, recipients: Iterable[User]) -> list[User]:
    """But for those who are jäviga: nothing about the case reaches them (kommunallagen 6:30)."""
    people = list(recipients)
    if case is None or not people:
        return people
    hindered = set(case.conflicts.filter(is_conflicted=True).values_list("user", flat=True))
    return [person for person in people if person.pk not in hindered]


def take_back(case: Case, person: User) -> None:
    """Remove what is queued to the person about the case and has not been sent: they are jäviga now."""
    waiting = Notice.objects.filter(case=case, recipient=person, email__status__in=QUEUED)
    mails = list(waiting.values_list("email", flat=True))
    waiting.delete()
    Email.objects.filter(pk__in=mails).delete()


def write_to(kind: str, address: str, *, case: Case, **context: Any) -> Email:
    """Queue templates/mail/<kind>/ for an address that may have no account yet. The templates see the same."""
    subject, body = written(kind, case=case, own_text=letters.own_text(kind, case), **context)
    mail = _queued(address, subject, body)
    enqueue(TASK, str(case.pk))
    return mail


def _queued(to: str, subject: str, body: str) -> Email:
    return Email.objects.create(
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        subject=subject,
        message=body,
        status=STATUS.queued,
        priority=PRIORITY.medium,
        # Our own, so that a mail that is sent twice after a kill is the same mail to whoever gets it.
        message_id=make_msgid(domain=get_message_id_fqdn()),
    )


def address(route: str, *args: Any) -> str:
    """The full address of a page, for a mail."""
    return urljoin(settings.PORTAL_ADDRESS, reverse(route, args=args))


def my_pages() -> str:
    """Where an applicant begins."""
    return address("applications:my_pages")


def page_of(case: Case) -> str:
    """The case as its applicant sees it."""
    return address("applications:case", case.pk)


def desk() -> str:
    """Where an officer begins the day."""
    return address("admin:index")


def _once(kind: str, event: str, case: Case | None, person: User, context: dict[str, Any]) -> Notice | None:
    if Notice.objects.filter(event=event, recipient=person).exists():
        return None
    subject, body = written(kind, person=person, case=case, **context)
    try:
        with transaction.atomic():
            mail = _queued(person.email, subject, body)
            return Notice.objects.create(
                case=case, kind=kind, event=event, recipient=person, subject=subject, email=mail
            )
    except IntegrityError as fault:
        diagnosis = getattr(fault.__cause__, "diag", None)
        if getattr(diagnosis, "constraint_name", None) != TOLD_ONCE:
            raise
        return None  # another process was first; the savepoint has taken our mail back


def written(kind: str, **context: Any) -> tuple[str, str]:
    """Subject and body of a mail. The subject is one line of at most 200 signs."""
    case: Case | None = context.get("case")
    authority = case.board.authority if case else None
    values = {
        "sender": authority.name if authority else "",
        "phone": authority.phone if authority else "",
        "phone_hours": authority.phone_hours if authority else "",
        **context,
    }
    subject, body = (_render(f"mail/{kind}/{part}.txt", values) for part in ("subject", "body"))
    return " ".join(subject.split())[:LONGEST_SUBJECT], re.sub(r"\n{3,}", "\n\n", f"{body.strip()}\n")


def _render(name: str, values: dict[str, Any]) -> str:
    backend = engines["django"]
    assert isinstance(backend, DjangoTemplates)  # settings name no other
    return str(backend.engine.get_template(name).render(Context(values, autoescape=False)))
