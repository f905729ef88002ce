"""Handing out a stored file: always as the row describes it, never sniffed, never cached by others."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from .models import StoredFile

# What a browser may show in its own window; everything else is saved.
SHOWN = frozenset({"application/pdf"})

# Nothing in a file runs, is fetched or is framed; Chromium's own viewer of PDFs styles itself and embeds from here.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'; form-action 'none'"

WAITS = "Filen kontrolleras"
WAITS_TEXT = "Vi letar efter skadlig kod i filen. Det brukar gå på någon minut. Ladda om sidan om en stund."
STOPPED = "Filen är stoppad"
STOPPED_TEXT = "Den innehåller skadlig kod och öppnas inte för någon. Be om en ren kopia."


class NotOpened(Http404):
    """A file that is not handed out now. The page for 404 tells why: whoever comes here may know of the file."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self.title, self.text = title, text


def respond(file: StoredFile, *, show: bool = False, is_own: bool = False) -> FileResponse:
    """The file as an attachment, or, with `show`, a PDF in the window.

    One that waits to be scanned is handed out to those whose own it is (`is_own`), one with harmful code to nobody:
    NotOpened. Raises FileNotFoundError for lost bytes.
    """
    if file.is_stopped:
        raise NotOpened(STOPPED, STOPPED_TEXT)
    if file.is_waiting and not is_own:
        raise NotOpened(WAITS, WAITS_TEXT)
    response = FileResponse(
        default_storage.open(file.key),
        as_attachment=not (show and file.content_type in SHOWN),
        filename=file.original_name,
        content_type=file.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = POLICY
    return response
