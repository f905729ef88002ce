"""What is told about a call to those who write in it."""

from ..enums import ApplicationState
from ..models import Application, Notice, WindowExtension
from ..selectors import people
from . import telling


def extended(extension: WindowExtension) -> list[Notice]:
    """To everybody who writes in a draft of the call: there is more time, until when and why."""
    call = extension.window.call
    drafts = Application.objects.filter(call=call, state=ApplicationState.DRAFT).order_by("pk")
    return [
        notice
        for draft in drafts.select_related("case__board__authority", "case__organisation")
        for notice in telling.tell(
            "window_extended",
            event=f"extension:{extension.pk}:{draft.pk}",
            case=draft.case,
            recipients=people.writers(draft.case),
            call=call,
            extension=extension,
            link=telling.address("applications:application", draft.pk),
        )
    ]
