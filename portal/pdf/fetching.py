"""The closed door of the renderer: it opens our own style sheet and fonts, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal.pdf.contract import Picture

# .invalid is reserved (RFC 2606) and never resolves; a made-up scheme would not do, since urljoin does not join on it.
BASE_URL = "https://package.invalid/"

_TYPES = {".css": "text/css", ".woff2": "font/woff2"}


class ClosedFetcher(URLFetcher):
    """Serves the named folders of `root` under BASE_URL and the pictures of the document that is made; every other
    address stops the rendering.

    `denied` keeps the addresses that were refused: WeasyPrint swallows even fatal errors inside an inline SVG,
    so the renderer looks here when all seems well.
    """

    def __init__(self, root: Path, folders: tuple[str, ...]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.denied: list[str] = []
        self.shows: dict[str, Picture] = {}
        self._files = {
            BASE_URL + path.relative_to(root).as_posix(): path
            for folder in folders
            for path in sorted((root / folder).iterdir())
            if path.suffix in _TYPES
        }

    @contextmanager
    def showing(self, pictures: Sequence[Picture]) -> Iterator[None]:
        """Serve the pictures too, while one document is made."""
        self.shows = {BASE_URL + picture.address: picture for picture in pictures}
        try:
            yield
        finally:
            self.shows = {}

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if (picture := self.shows.get(url)) is not None:
            return URLFetcherResponse(url, picture.data, {"Content-Type": picture.content_type})
        path = self._files.get(url)
        if path is None:
            self.denied.append(url)
            raise FatalURLFetchingError(f"address outside the package: {url}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _TYPES[path.suffix]})
