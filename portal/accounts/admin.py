"""People, roles, organisations and mandates, kept by the system administrator, who sees no case (domain.md §5.1)."""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal import clock
from portal.desk_models import DeskAdmin, VersionedRowForm
from portal.forms import choose_among

from .forms import YearNumbersField
from .models import Authority, Board, Membership, Organisation, SigningMandate, StaffRole, Unit, User

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
        context = {
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
        return TemplateResponse(request, "admin/reviews/edit.html", context)


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
    list_display = ("name", "short_name", "dnr_format", "valid_from", "valid_to")


@admin.register(Unit)
class UnitAdmin(PeopleAdmin):
    list_display = ("name", "authority")
    list_select_related = ("authority",)


@admin.register(Authority)
class AuthorityAdmin(PeopleAdmin):
    list_display = ("name", "orgnr", "email", "phone")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """One authority runs one installation (architecture.md §11)."""
        return super().has_add_permission(request) and not Authority.objects.exists()
