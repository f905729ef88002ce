"""What every template knows about the site: whose it is, the way around for this person, and whether it is a demo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.module_loading import import_string

from portal import clock, dates
from portal.accounts.models import Authority
from portal.look.region import Look

NAME = "Investeringsportalen"
OWNER_KEY = "portal-context-owner"

PUBLIC_PARTS = (("Utlysningar", "utlysningar"), ("Så går det till", "sa-gar-det-till"), ("Kontakt", "kontakt"))
PROJECTS = ("Projekt", "applications:project_list")
# Label, permission, path: the ways in for one who is signed in, in the order of the head. The three paths are fixed
# points of the service; they are written out because the layers that hold the pages lie above this one.
PERSONAL_PARTS = (
    ("Mina sidor", "portal.applicant", "/mina-sidor/"),
    ("Nämnden", "portal.board", "/namnd/"),
    ("Handläggning", "portal.desk", "/admin/"),
)
ABOUT_PARTS = (
    ("Så går det till", "portal:how_it_works"),
    ("Tillgänglighetsredogörelse", "portal:accessibility"),
    ("Så använder vi personuppgifter", "portal:privacy"),
)
OWNER_COLUMNS = ("name", "address", "email", "phone", "phone_hours")
LOOK_COLUMNS = ("brand_colour", "brand_colour_dark", "band_colour", "logo_svg")
DEMO_PARTS = (("Skickade mejl", "demo:mails"), ("Låt tiden gå", "demo:clock"))


@dataclass(frozen=True, slots=True)
class Link:
    """One way around: where it leads, whether the person stands there, and whether it looks like a button."""

    label: str
    url: str
    current: bool = False
    button: bool = False
    count: int = 0


class Site:
    """The site as one request sees it; each part is worked out when a template asks for it."""

    name = NAME

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def start_url(self) -> str:
        return reverse("portal:start")

    @property
    def logout_url(self) -> str:
        return reverse("account_logout")

    @cached_property
    def _owner(self) -> dict[str, str]:
        return owner()

    @property
    def owner(self) -> str:
        return self._owner.get("name", "")

    @property
    def postal_address(self) -> str:
        return self._owner.get("address", "")

    @property
    def email(self) -> str:
        return self._owner.get("email", "")

    @property
    def phone(self) -> str:
        return self._owner.get("phone", "")

    @property
    def phone_hours(self) -> str:
        return self._owner.get("phone_hours", "")

    @property
    def look_url(self) -> str:
        """The region's style sheet. Its address changes with the look, so that a browser may keep it for ever."""
        digest = self._owner.get("look_digest", "")
        return reverse("portal:look", args=[digest]) if digest else static("css/region.css")

    @property
    def report_url(self) -> str:
        """Where a fault in accessibility is told, with the page that the person stands on."""
        return f"{reverse('portal:report_access')}?{urlencode({'sida': self._request.path})}"

    @cached_property
    def person(self) -> Any:
        """The signed-in person, or None."""
        user = getattr(self._request, "user", None)  # error pages may be made before sign-in is looked up
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def nav(self) -> list[Link]:
        """The links of the head, at most five, the person last."""
        if self.person is None:
            parts = [Link(label, f"{self.start_url}#{place}") for label, place in PUBLIC_PARTS]
            url = reverse(PROJECTS[1])
            parts.append(Link(PROJECTS[0], url, current=self._request.path == url))
            return [*parts, Link("Logga in", reverse("account_login"), button=True)]
        ways = [(label, path) for label, permission, path in PERSONAL_PARTS if self.person.has_perm(permission)]
        if self.person.has_perm("portal.applicant"):
            ways.append((PUBLIC_PARTS[0][0], f"{self.start_url}#{PUBLIC_PARTS[0][1]}"))
        ways.append((self.person.get_full_name(), reverse("portal:account")))
        return [Link(label, url, current=self._request.path.startswith(url)) for label, url in ways]

    @cached_property
    def about(self) -> list[Link]:
        return [Link(label, reverse(route)) for label, route in (PROJECTS, *ABOUT_PARTS)]

    @cached_property
    def demo(self) -> dict[str, Any] | None:
        """In the demo: the day that its clock shows, its own pages, and its people. None elsewhere."""
        if not getattr(settings, "DEMO", False):
            return None
        links = [Link(label, reverse(route)) for label, route in DEMO_PARTS]
        if self.person is None:  # one who is signed in signs out first, and lands where the accounts are one click away
            links.insert(0, Link("Konton", reverse("account_login")))
        return {
            "today": dates.weekday_long(clock.today()),
            "links": links,
            # By string: the demo is a composition root, above this layer.
            "accounts": import_string("portal.demo.accounts.EVERYBODY"),
            "password": import_string("portal.demo.accounts.PASSWORD"),
        }


def owner() -> dict[str, str]:
    """Whose portal it is, with the style sheet of its look; empty until there is an authority. Remembered a while."""
    known: dict[str, str] | None = cache.get(OWNER_KEY)
    if known is None:
        row = Authority.objects.values_list(*OWNER_COLUMNS, *LOOK_COLUMNS).first()
        if row is None:
            return {}
        look = Look(*row[len(OWNER_COLUMNS) :])
        known = dict(zip(OWNER_COLUMNS, row, strict=False))
        known |= {"look_css": look.css(), "look_digest": look.digest()}
        cache.set(OWNER_KEY, known, settings.OWNER_SECONDS)
    return known


def forget_owner() -> None:
    """What is kept about the owner has been changed; other processes learn it within OWNER_SECONDS."""
    cache.delete(OWNER_KEY)


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `portal`, made only when a template asks for it; `site` is allauth's for another thing."""
    return {"portal": SimpleLazyObject(lambda: Site(request))}
