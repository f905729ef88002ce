"""English words of user interfaces that must stand on no page: our text is Swedish, and so is what libraries say."""

import re
from html.parser import HTMLParser
from pathlib import Path

# None of them a Swedish word too (as help, link and list are), nor a name.
WORDS = frozenset((Path(__file__).parent / "english_words.txt").read_text("utf-8").split())
READ = ("title", "aria-label", "placeholder", "alt", "aria-description", "label")
SILENT = ("script", "style", "template", "code", "pre", "svg", "textarea")
# Addresses, file names, numbers of formats: no words.
NO_WORDS = re.compile(r"\S*[@/\\_]\S*|\S+\.\S+|\S*\d\S*")


class _Reader(HTMLParser):
    """Collects what a person sees or hears: text, titles, labels, what a button says."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.silent += tag in SILENT
        self.told += [given[name] or "" for name in READ if name in given]
        if tag == "input" and given.get("type") in ("submit", "button", "reset"):
            self.told.append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.told.append(data)


def words_of(text: str) -> set[str]:
    """The English words of a text."""
    return set(re.findall(r"[a-zåäöé]+", NO_WORDS.sub(" ", text).lower())) & WORDS


def english(html: str) -> dict[str, str]:
    """Each English word of a page with the words round it."""
    reader = _Reader()
    reader.feed(html)
    return {word: " ".join(part.split())[:120] for part in reader.told for word in words_of(part)}
