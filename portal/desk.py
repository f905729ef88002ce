"""The desk: Django's admin as the officers' workplace, signed in to through /logga-in/ only (architecture.md §8)."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse

MenuBuilder = Callable[[HttpRequest], list[dict[str, Any]]]
UrlBuilder = Callable[[Any], list[URLPattern]]
ContextBuilder = Callable[[HttpRequest], dict[str, Any]]


class Desk(AdminSite):
    """The layers above hang their menu, pages and front page here by registering; the desk knows no grants."""

    site_header = "Investeringsportalen"
    site_title = "Handläggning"
    index_title = "Idag"
    enable_nav_sidebar = False
    site_url = None

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._menus: list[MenuBuilder] = []
        self._pages: list[UrlBuilder] = []
        self._front: Callable[[HttpRequest], HttpResponse] | None = None

    def add_menu(self, build: MenuBuilder) -> None:
        """`build(request)` gives groups {title, items: [{label, url, icon, count, current}]} of the side menu."""
        self._menus.append(build)

    def add_pages(self, build: UrlBuilder) -> None:
        """`build(desk)` gives URL patterns, names within the admin namespace; wrap views in desk.admin_view."""
        self._pages.append(build)

    def set_front_page(self, view: Callable[[HttpRequest], HttpResponse]) -> None:
        self._front = view

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.has_perm("portal.desk")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        menu = [group for build in self._menus for group in build(request)] if self.has_permission(request) else []
        return super().each_context(request) | {"desk_menu": menu}

    def get_urls(self) -> list[URLResolver | URLPattern]:
        own = [pattern for build in self._pages for pattern in build(self)]
        theirs = [url for url in super().get_urls() if getattr(url, "name", None) not in {"view_on_site"}]
        return own + theirs

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if self._front is not None:
            return self._front(request)
        return super().index(request, extra_context)

    def app_index(self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None) -> Any:
        """Django's list of an app's tables is no page of ours: the menu is the way around."""
        return redirect("admin:index")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The only door is /logga-in/, so that a second factor cannot be passed by."""
        return HttpResponseRedirect(f"{reverse('account_login')}?next={reverse('admin:index')}")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")
