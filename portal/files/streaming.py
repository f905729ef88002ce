"""Handing out a stored file: always as the row describes it, never sniffed, never cached by others."""

from django.core.files.storage import default_storage
from django.http import FileResponse

from .models import StoredFile

# What a browser may show in its own window; everything else is saved.
SHOWN = frozenset({"application/pdf"})


def respond(file: StoredFile, *, show: bool = False) -> FileResponse:
    """The file as an attachment, or, with `show`, a PDF in the window. Raises FileNotFoundError for lost bytes."""
    response = FileResponse(
        default_storage.open(file.key),
        as_attachment=not (show and file.content_type in SHOWN),
        filename=file.original_name,
        content_type=file.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"
    return response
