"""The closed door of the renderer: it opens our own style sheet and fonts, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# .invalid is reserved (RFC 2606) and never resolves; a made-up scheme would not do, since urljoin does not join on it.
BASE_URL = "https://package.invalid/"

_TYPES = {".css": "text/css", ".woff2": "font/woff2"}


class ClosedFetcher(URLFetcher):
    """Serves the named folders of `root` under BASE_URL; every other address stops the rendering.

    `denied` keeps the addresses that were refused: WeasyPrint swallows even fatal errors inside an inline SVG,
    so the renderer looks here when all seems well.
    """

    def __init__(self, root: Path, folders: tuple[str, ...]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.denied: list[str] = []
        self._files = {
            BASE_URL + path.relative_to(root).as_posix(): path
            for folder in folders
            for path in sorted((root / folder).iterdir())
            if path.suffix in _TYPES
        }

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        path = self._files.get(url)
        if path is None:
            self.denied.append(url)
            raise FatalURLFetchingError(f"address outside the package: {url}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _TYPES[path.suffix]})
