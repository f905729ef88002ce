"""People, roles, organisations and mandates, kept by the system administrator, who sees no case (domain.md §5.1)."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.forms import ResetPasswordForm
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal import clock, context
from portal.desk_models import DeskAdmin, VersionedRowForm
from portal.forms import choose_among
from portal.look.region import Look

from .forms import LookForm, YearNumbersField
from .models import (
    AccessReport,
    AccessShortfall,
    Authority,
    Board,
    Membership,
    Organisation,
    SigningMandate,
    StaffRole,
    Unit,
    User,
)
from .models.authority import COLOURS

PEOPLE = "portal.manage_people"


class PeopleAdmin(DeskAdmin):
    """Nothing here is deleted: a role ends on its last day, a person is made inactive."""

    permission = PEOPLE
    list_per_page = 50

    def may_be_deleted(self, obj: Any) -> bool:
        return False


class NotOneself(VersionedRowForm):
    """Nobody changes the own access (domain.md §5.1)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "user" in self.fields:
            people = User.objects.filter(is_active=True).exclude(pk=self.keeper.pk)
            choose_among(self, "user", people.order_by("name"))

    keeper: User

    def clean(self) -> dict[str, Any] | None:
        values = super().clean()
        if self.instance.user_id == self.keeper.pk:
            raise ValidationError("Du kan inte ändra din egen behörighet. Be en annan systemadministratör.")
        return values


class AccessAdmin(PeopleAdmin):
    """Rows that give a person access."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kept = type("AccessForm", (NotOneself,), {"keeper": request.user})
        return super().get_form(request, obj, change, form=kept, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_own = obj is not None and obj.user_id == request.user.pk
        return super().has_change_permission(request, obj) and not is_own


@admin.register(User)
class UserAdmin(PeopleAdmin):
    list_display = ("name", "email", "title", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "email")
    fields = ("name", "email", "title", "phone", "is_active", "password_link")
    readonly_fields = ("password_link",)

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<uuid:pk>/losenord/",
            self.admin_site.admin_view(self.send_password_link),
            name="accounts_user_set_password",
        )
        return [own, *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj is not None else ("name", "email", "title", "phone")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The address is where a new password is chosen: whoever could change it could sign in as the person."""
        return self.readonly_fields if obj is None else (*self.readonly_fields, "email")

    @admin.display(description="lösenord")
    def password_link(self, person: User) -> SafeString:
        url = reverse("admin:accounts_user_set_password", kwargs={"pk": person.pk})
        return format_html('<a href="{}">Skicka en länk för att välja lösenord</a>', url)

    def send_password_link(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Mail the person a link to choose a password. Nobody here sets one for another: that would open the
        applicants' drafts (domain.md §0.2.3). The log says only that a link was sent."""
        person = self.get_object(request, str(pk))
        if person is None or not self.has_change_permission(request, person):
            raise Http404("no such person")
        back = reverse("admin:accounts_user_change", args=[person.pk])
        form = ResetPasswordForm({"email": person.email})
        if request.method == "POST" and form.is_valid():
            keeper = request.user
            assert isinstance(keeper, User)
            form.save(request)
            LogEntry.objects.create(
                user=keeper,
                content_type_id=ContentType.objects.get_for_model(User).pk,
                object_id=str(person.pk),
                object_repr=str(person)[:200],
                action_flag=CHANGE,
                change_message="Skickade en länk för att välja lösenord.",
            )
            messages.success(request, f"{person.name} har fått ett mejl med en länk för att välja lösenord.")
            return redirect(back)
        told = {
            **self.admin_site.each_context(request),
            "title": f"Länk för lösenord till {person.name}",
            "form": Form(),
            "lead": f"{person.email} får ett mejl med en länk. Där väljer {person.name} själv sitt lösenord.",
            "case_url": back,
            "back": "Tillbaka till personen",
            "verb": "Skicka länken",
            "crumbs": [
                {"label": "Idag", "url": reverse("admin:index")},
                {"label": person.name, "url": back},
                {"label": "Länk för lösenord", "url": ""},
            ],
        }
        return TemplateResponse(request, "admin/reviews/edit.html", told)


@admin.register(StaffRole)
class StaffRoleAdmin(AccessAdmin):
    list_display = ("user", "role", "board", "valid_from", "valid_to")
    list_filter = ("role", "board")
    list_select_related = ("user", "board")
    search_fields = ("user__name", "user__email")
    fields = ("user", "role", "board", "unit", "valid_from", "valid_to")


@admin.register(Membership)
class MembershipAdmin(AccessAdmin):
    list_display = ("user", "organisation", "role", "valid_from", "valid_to")
    list_filter = ("role",)
    list_select_related = ("user", "organisation")
    search_fields = ("user__name", "user__email", "organisation__name", "organisation__orgnr")
    fields = ("user", "organisation", "role", "valid_from", "valid_to")


@admin.register(SigningMandate)
class SigningMandateAdmin(AccessAdmin):
    list_display = ("user", "organisation", "basis", "valid_from", "valid_to")
    list_select_related = ("user", "organisation")
    search_fields = ("user__name", "organisation__name", "organisation__orgnr")
    fields = ("user", "organisation", "basis", "valid_from", "valid_to")


@admin.register(Organisation)
class OrganisationAdmin(PeopleAdmin):
    list_display = ("name", "orgnr", "org_type", "municipality")
    list_filter = ("org_type",)
    search_fields = ("name", "orgnr")


class BoardForm(VersionedRowForm):
    """The diary's numbers as they will read, and the first number of a year in boxes of their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "dnr_first" in self.fields:
            self.fields["dnr_first"] = YearNumbersField(
                self.instance.dnr_first or {},
                label="Första nummer för ett år",
                help_text="Bara när serien tas över mitt i ett år. Lämna annars tomt: då är första numret 1.",
            )
        if "dnr_format" in self.fields:
            told = (
                "{short} blir kortnamnet, {year} året, {yy} årets två sista siffror och {number:05d} numret med fem "
                "siffror, till exempel {short} {year}-{number:05d}."
            )
            if self._is_stored and (example := self.instance.dnr_example(clock.today())):
                told += f" Som det är sparat nu blir årets första nummer {example}."
            self.fields["dnr_format"].help_text = told


@admin.register(Board)
class BoardAdmin(PeopleAdmin):
    form = BoardForm
    list_display = ("name", "short_name", "numbers", "valid_from", "valid_to")

    @admin.display(description="diarienummer, till exempel")
    def numbers(self, board: Board) -> str:
        return board.dnr_example(clock.today())


@admin.register(Unit)
class UnitAdmin(PeopleAdmin):
    list_display = ("name", "authority")
    list_select_related = ("authority",)


@admin.register(Authority)
class AuthorityAdmin(PeopleAdmin):
    """The look has a page of its own, where colours are tried before they are saved."""

    list_display = ("name", "orgnr", "email", "phone")
    fieldsets = (
        (None, {"fields": ("name", "genitive", "orgnr", "address", "email", "phone", "phone_hours", "court")}),
        ("Utseende", {"fields": ("look_link",)}),
        ("Tillgänglighetsredogörelsen", {"fields": ("access_tested_on", "access_tested_how", "access_reviewed_on")}),
    )
    readonly_fields = ("look_link",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """One authority runs one installation (architecture.md §11)."""
        return super().has_add_permission(request) and not Authority.objects.exists()

    def get_urls(self) -> list[URLPattern]:
        wrapped = self.admin_site.admin_view
        own = [
            path("<uuid:pk>/utseende/", wrapped(self.look), name="accounts_authority_look"),
            path("utseende/prov.css", wrapped(self.try_look), name="accounts_authority_try_look"),
        ]
        return [*own, *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Authority, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        transaction.on_commit(context.forget_owner)

    @admin.display(description="färger och märke")
    def look_link(self, authority: Authority) -> SafeString | str:
        if authority._state.adding:
            return "Väljer du när myndigheten är sparad."
        url = reverse("admin:accounts_authority_look", args=[authority.pk])
        return format_html('<a href="{}">Välj färger och märke</a>', url)

    def look(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Try and save the region's colours and mark. GET shows what is saved; "Prova" shows what is typed, measured
        on every ground where it will stand, and saves nothing; "Spara" refuses what cannot be read."""
        authority = self.get_object(request, str(pk))
        if authority is None or not self.has_change_permission(request, authority):
            raise Http404("no such authority")
        posted = request.method == "POST"
        form = LookForm(request.POST if posted else None, instance=authority)
        tried = authority.look
        if posted:
            with transaction.atomic():
                is_sound = form.is_valid()
                if is_sound and "save" in request.POST:
                    return self._keep_look(request, authority, form)
            tried = form.instance.look  # as it was typed, sound or not
        back = reverse("admin:accounts_authority_change", args=[authority.pk])
        told = {
            **self.admin_site.each_context(request),
            "title": "Färger och märke",
            "form": form,
            "measures": tried.measures(),
            "tried_url": f"{reverse('admin:accounts_authority_try_look')}?{urlencode(_colours(tried))}",
            "back": back,
            "crumbs": [
                {"label": "Idag", "url": reverse("admin:index")},
                {"label": authority.name, "url": back},
                {"label": "Färger och märke", "url": ""},
            ],
        }
        return TemplateResponse(request, "admin/accounts/look.html", told)

    def _keep_look(self, request: HttpRequest, authority: Authority, form: Any) -> HttpResponse:
        message = self.construct_change_message(request, form, [])
        self.save_model(request, form.save(commit=False), form, change=True)
        self.log_change(request, authority, message)
        messages.success(request, "Färgerna och märket är sparade. De syns på alla sidor inom en minut.")
        return redirect("admin:accounts_authority_look", pk=authority.pk)

    def try_look(self, request: HttpRequest) -> HttpResponse:
        """The style sheet of the samples of colours that are being tried; what is no colour leaves the saved look."""
        found = Look(**{name: request.GET.get(name, "") for name in COLOURS})
        return HttpResponse(found.sample_css(), content_type="text/css; charset=utf-8")


def _colours(look: Look) -> dict[str, str]:
    return {name: getattr(look, name) for name in COLOURS}


class DoneFilter(admin.EmptyFieldListFilter):
    """What has a day has been done; the rest has not."""

    def choices(self, changelist: Any) -> Any:
        for choice, word in zip(super().choices(changelist), ("Alla", "Inte än", "Klart"), strict=True):
            yield {**choice, "display": word}


class AccessibilityAdmin(DeskAdmin):
    """What the accessibility statement rests on. Nothing is deleted: what people write in is a public record."""

    permission = "portal.keep_accessibility"
    list_per_page = 50

    def may_be_deleted(self, obj: Any) -> bool:
        return False


@admin.register(AccessShortfall)
class AccessShortfallAdmin(AccessibilityAdmin):
    list_display = ("title", "where", "ground", "mended_by", "mended_on")
    list_filter = (("mended_on", DoneFilter),)


class AnswerForm(VersionedRowForm):
    """What was answered and done; the day follows by itself when an answer is written."""

    def clean(self) -> dict[str, Any] | None:
        values = super().clean()
        if self.cleaned_data.get("is_refused") and not self.cleaned_data.get("answer"):
            self.add_error("answer", "Skriv beslutet och skälen för det. Den som har begärt det får överklaga.")
        return values


@admin.register(AccessReport)
class AccessReportAdmin(AccessibilityAdmin):
    """Reports come by the public form; here they are read and answered."""

    form = AnswerForm
    list_display = ("at", "kind", "page", "is_waiting")
    list_filter = (("answered_on", DoneFilter), "kind")
    search_fields = ("message", "page", "email", "answer")
    fields = ("at", "kind", "page", "message", "email", "answer", "is_refused", "answered_on", "answered_by")
    readonly_fields = ("at", "kind", "page", "message", "email", "answered_on", "answered_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="väntar på svar")
    def is_waiting(self, report: AccessReport) -> str:
        return "Nej" if report.is_answered else "Ja"

    def save_model(self, request: HttpRequest, obj: AccessReport, form: Any, change: bool) -> None:
        """The first answer is dated and has its writer; taken away again, the report waits anew."""
        person = request.user
        assert isinstance(person, User)
        if not obj.answer:
            obj.answered_on = obj.answered_by = None
        elif obj.answered_on is None:
            obj.answered_on, obj.answered_by = clock.today(), person
        super().save_model(request, obj, form, change)
