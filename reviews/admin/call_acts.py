"""Doing what a head does with a call: the act, its line in the log, and the words when it could not be done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest

from applications.lifecycle.engine import NotYours, StaleVersion
from applications.models import Call
from portal.desk_models import STALE

from ..forms.calls import CallForm
from . import frame
from .moves import tell


def done(request: HttpRequest, form: CallForm, act: Callable[[], Any], logged: str, *, told: str = "") -> bool:
    """On a sound post: do it, log it and say so (`told`, else as it is logged); or put what was wrong at the controls.

    Raises Http404 for what is not the person's to do.
    """
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except NotYours as refused:
        raise Http404(str(refused)) from refused
    except StaleVersion:
        # What is typed stays, and is saved by the next press if the person still wants it.
        typed: Any = form.data
        form.data = typed = typed.copy()
        typed["version"] = str(Call.objects.get(pk=form.call.pk).version)
        form.add_error(None, STALE)
    except ValidationError as faults:
        tell(form, faults)
    if form.errors:
        return False
    LogEntry.objects.create(
        user=frame.person(request),
        content_type_id=ContentType.objects.get_for_model(Call).pk,
        object_id=str(form.call.pk),
        object_repr=str(form.call)[:200],
        action_flag=CHANGE,
        change_message=logged,
    )
    messages.success(request, told or logged)
    return True
