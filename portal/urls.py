"""Every address of the portal. Swedish paths, English names; the other apps are named by string."""

from allauth.account import views as account
from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.utils.module_loading import import_string

from portal import accessibility, health, views

portal_pages = (
    [
        # The start page shows what can be applied for, so its view lives in the layer that knows (by string).
        path("", import_string("applications.views.public.start"), name="start"),
        path("halsa/", health.health, name="health"),
        path("efter-inloggning/", views.after_login, name="after_login"),
        path("mitt-konto/", views.account, name="account"),
        path("mitt-konto/fortsatt/", views.stay, name="stay"),
        path("utseende/<slug:digest>.css", views.look, name="look"),
        path("tillganglighet/", accessibility.statement, name="accessibility"),
        path("tillganglighet/anmal/", accessibility.report, name="report_access"),
        path("tillganglighet/anmal/tack/", accessibility.thanks, name="report_access_done"),
        path("personuppgifter/", views.privacy, name="privacy"),
        path("sa-gar-det-till/", views.how_it_works, name="how_it_works"),
    ],
    "portal",
)

sign_in = [
    path("logga-in/", account.login, name="account_login"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("konto/skapa/", account.signup, name="account_signup"),
    path("konto/vilande/", account.account_inactive, name="account_inactive"),
    path("konto/bekrafta/", account.reauthenticate, name="account_reauthenticate"),
    path("konto/losenord/", account.password_change, name="account_change_password"),
    path("konto/losenord/valj/", account.password_set, name="account_set_password"),
    path("konto/losenord/glomt/", account.password_reset, name="account_reset_password"),
    path("konto/losenord/glomt/skickat/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^konto/losenord/nytt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "konto/losenord/nytt/klart/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"
    ),
]

urlpatterns = [
    path("", include(portal_pages)),
    *sign_in,
    path("", include("applications.urls")),
    path("", include("reviews.urls")),
    path("admin/", admin.site.urls),
]
if "portal.demo" in settings.INSTALLED_APPS:
    urlpatterns.append(path("demo/", include("portal.demo.urls")))

handler400 = "portal.views.bad_request"
handler403 = "portal.views.permission_denied"
handler404 = "portal.views.page_not_found"
handler500 = "portal.views.server_error"
