"""Template tags of forms that lose nothing: {% load saving_tags %}. Tags: owner_mark, session_limits."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal import kept, sessions

register = template.Library()


@register.simple_tag(takes_context=True)
def owner_mark(context: Context) -> SafeString:
    """A hidden control that says whose form this is, so that what is typed comes back to the same person alone."""
    return format_html('<input type="hidden" name="{}" value="{}">', kept.OWNER, kept.mark_of(context["request"].user))


@register.simple_tag(takes_context=True)
def session_limits(context: Context) -> dict[str, Any] | None:
    """Whose session it is and how long it lasts, for the warning; None for a visitor."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return None
    return {
        "person": user.pk,
        "idle": settings.SESSION_IDLE_SECONDS,
        "whole": sessions.whole_left(request),
        "warning": settings.SESSION_WARNING_SECONDS,
    }
