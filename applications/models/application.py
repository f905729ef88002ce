"""The application: what the sections of the form hold, as columns (domain.md §3.2)."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from portal import clock
from portal.accounts.models import User
from portal.rows import UuidRow, Versioned

from ..enums import ApplicationState, VatAnswer, YesNo
from .account import AccountKind
from .call import Call, CallWindow
from .call_version import CallVersion
from .case import Case
from .querysets import SharedQuerySet

if TYPE_CHECKING:
    from .version import ApplicationVersion


WAITING_STATES = [
    ApplicationState.REGISTERED,
    ApplicationState.FORMAL_CHECK,
    ApplicationState.COMPLETION,
    ApplicationState.PREPARATION,
    ApplicationState.PROPOSED,
    ApplicationState.ON_AGENDA,
    ApplicationState.WITHDRAWN,
]


class Application(UuidRow, Versioned):
    """A draft may hold faults; what does not parse lies verbatim in SectionDraft. Versions hold what was sent."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="application", verbose_name="ärende")
    call = models.ForeignKey(Call, models.PROTECT, related_name="applications", verbose_name="utlysning")
    call_version = models.ForeignKey(CallVersion, models.PROTECT, related_name="+", verbose_name="regler")
    state = models.CharField(
        "läge", max_length=20, choices=ApplicationState.choices, default=ApplicationState.DRAFT, editable=False
    )
    shared_at = models.DateTimeField("inskickad", null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    window = models.ForeignKey(
        CallWindow, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="ansökningstid"
    )
    is_late = models.BooleanField("kom in efter tidens slut", default=False, editable=False)
    saved_at = models.DateTimeField("sparad", default=clock.now, editable=False)

    # sokande
    contact_name = models.CharField("projektledare", max_length=120, blank=True)
    contact_email = models.EmailField("projektledarens e-post", blank=True)
    contact_phone = models.CharField("projektledarens telefon", max_length=40, blank=True)
    deputy_name = models.CharField("biträdande projektledare", max_length=120, blank=True)
    deputy_email = models.EmailField("biträdande projektledarens e-post", blank=True)
    deputy_phone = models.CharField("biträdande projektledarens telefon", max_length=40, blank=True)
    workplace = models.CharField("förvaltning eller enhet", max_length=120, blank=True)
    vat = models.CharField("drar ni av moms i projektet?", max_length=8, choices=VatAnswer.choices, blank=True)
    contact_title = models.CharField("projektledarens titel", max_length=120, blank=True)
    cfar = models.CharField("CFAR-nummer", max_length=8, blank=True)
    address = models.CharField("postadress", max_length=160, blank=True)
    postcode = models.CharField("postnummer", max_length=6, blank=True)
    city = models.CharField("ort", max_length=60, blank=True)
    home_municipality = models.CharField("organisationens kommun", max_length=60, blank=True)
    website = models.CharField("webbplats", max_length=200, blank=True)
    procurement = models.CharField("omfattas av upphandlingslag", max_length=3, choices=YesNo.choices, blank=True)
    account_kind = models.CharField(
        "utbetalning till", max_length=8, choices=AccountKind.choices, default=AccountKind.BANKGIRO
    )
    account_no = models.CharField("kontots nummer", max_length=34, blank=True)
    payment_ref = models.CharField("er referens vid utbetalning", max_length=35, blank=True)
    owns_account = models.BooleanField("kontot är vårt", default=False)
    # kontakter
    economist_name = models.CharField("projektekonom", max_length=120, blank=True)
    economist_title = models.CharField("projektekonomens titel", max_length=120, blank=True)
    economist_email = models.EmailField("projektekonomens e-post", blank=True)
    economist_phone = models.CharField("projektekonomens telefon", max_length=40, blank=True)
    communicator_name = models.CharField("kommunikatör", max_length=120, blank=True)
    communicator_title = models.CharField("kommunikatörens titel", max_length=120, blank=True)
    communicator_email = models.EmailField("kommunikatörens e-post", blank=True)
    communicator_phone = models.CharField("kommunikatörens telefon", max_length=40, blank=True)
    # projekt
    title = models.CharField("projektets namn", max_length=120, blank=True)
    short_name = models.CharField("kortnamn", max_length=30, blank=True)
    summary = models.TextField("sammanfattning", max_length=1000, blank=True)
    period_start = models.DateField("projektet börjar", null=True, blank=True)
    period_end = models.DateField("projektet slutar", null=True, blank=True)
    problem = models.TextField("problemet", max_length=3000, blank=True)
    desired_individual = models.TextField("önskat läge för individen", max_length=1500, blank=True)
    desired_organisation = models.TextField("önskat läge för organisationerna", max_length=1500, blank=True)
    desired_society = models.TextField("önskat läge för samhället", max_length=1500, blank=True)
    # malgrupp
    target_group = models.TextField("målgruppen", max_length=2000, blank=True)
    target_risk = models.TextField("målgruppens risk", max_length=1500, blank=True)
    reach_direct = models.PositiveIntegerField("antal som nås direkt", null=True, blank=True)
    reach_girls = models.PositiveIntegerField("varav flickor", null=True, blank=True)
    reach_boys = models.PositiveIntegerField("varav pojkar", null=True, blank=True)
    reach_indirect = models.PositiveIntegerField("antal som nås indirekt", null=True, blank=True)
    age_from = models.PositiveSmallIntegerField("yngsta ålder", null=True, blank=True)
    age_to = models.PositiveSmallIntegerField("äldsta ålder", null=True, blank=True)
    reaches_adults = models.CharField("vänder sig även till vuxna", max_length=3, choices=YesNo.choices, blank=True)
    adults_reason = models.TextField("hur barnen har nytta av det", max_length=1000, blank=True)
    # projekt, where and within what
    areas = models.JSONField("utvecklingsområden", default=list, blank=True)
    main_area = models.CharField("viktigaste utvecklingsområdet", max_length=160, blank=True)
    municipalities = models.JSONField("kommuner", default=list, blank=True)
    municipality_roles = models.JSONField("kommunernas roller", default=dict, blank=True)
    focus_area = models.CharField("geografiskt fokus", max_length=160, blank=True)
    # malgrupp
    child_participation = models.TextField("barns och ungas delaktighet", max_length=2000, blank=True)
    # genomforande
    cooperation = models.TextField("samverkan", max_length=2000, blank=True)
    delimitation = models.TextField("avgränsning mot ordinarie verksamhet", max_length=2000, blank=True)
    longevity = models.TextField("långsiktighet", max_length=2000, blank=True)
    longevity_money = models.TextField("pengarna efter projektet", max_length=1000, blank=True)
    longevity_decision = models.TextField("när det bestäms", max_length=1000, blank=True)
    shares_out = models.CharField("delar ut pilotmedel", max_length=3, choices=YesNo.choices, blank=True)
    pilot_criteria = models.TextField("så fördelas pilotmedlen", max_length=1500, blank=True)
    # forankring
    who_formulated = models.JSONField("vilka som har formulerat problemet", default=list, blank=True)
    who_formulated_note = models.TextField("så har de varit med", max_length=1000, blank=True)
    anchoring = models.TextField("förankring", max_length=2000, blank=True)
    strategy_area = models.CharField("område i den regionala utvecklingsstrategin", max_length=160, blank=True)
    strategy_link = models.TextField("koppling till strategin", max_length=1500, blank=True)
    existing_structure = models.TextField("befintlig struktur att bygga på", max_length=1500, blank=True)
    perspectives = models.JSONField("perspektiv", default=dict, blank=True)
    references = models.TextField("källor", max_length=3000, blank=True)
    # mal
    vision = models.TextField("vision", max_length=1000, blank=True)
    overall_goal = models.TextField("övergripande mål", max_length=2000, blank=True)
    project_goal = models.TextField("projektmål", max_length=2000, blank=True)
    methods = models.TextField("metoder och arbetssätt", max_length=2000, blank=True)
    follow_up = models.TextField("uppföljning", max_length=2000, blank=True)
    societal_benefit = models.TextField("samhällsekonomisk nytta på sikt", max_length=1500, blank=True)
    dissemination = models.TextField("resultatspridning", max_length=2000, blank=True)
    # organisation
    governance = models.TextField("styrning och arbetsgrupper", max_length=2000, blank=True)
    # risker
    procurement_plan = models.TextField("inköps- och upphandlingsplan", max_length=2000, blank=True)
    # statsstod, annat_stod
    economic_activity = models.CharField("ekonomisk verksamhet", max_length=3, choices=YesNo.choices, blank=True)
    economic_activity_note = models.TextField("om den ekonomiska verksamheten", max_length=1500, blank=True)
    company_benefit = models.CharField("företag får fördel", max_length=3, choices=YesNo.choices, blank=True)
    minimis_received = models.CharField("försumbart stöd", max_length=3, choices=YesNo.choices, blank=True)
    group_companies = models.TextField("företag i samma grupp", max_length=1500, blank=True)
    other_support = models.CharField("annat offentligt stöd", max_length=3, choices=YesNo.choices, blank=True)
    other_support_note = models.TextField("om det andra stödet", max_length=1500, blank=True)
    no_double_funding = models.BooleanField("samma kostnad betalas en gång", default=False)
    # bilagor
    attachments_done = models.BooleanField("alla bilagor är inlagda", default=False)
    # the call's own questions, by key; and which warnings the applicant has read and stands by
    answers = models.JSONField("svar på egna frågor", default=dict, blank=True)
    warnings_read = models.JSONField("lästa varningar", default=list, blank=True)
    warning_comments = models.JSONField("kommentarer till varningar", default=dict, blank=True)
    # villkor
    privacy_read = models.BooleanField("har läst om personuppgifter", default=False)
    terms_accepted = models.BooleanField("godkänner villkoren", default=False)

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = "ansökan"
        verbose_name_plural = "ansökningar"
        ordering = ["-saved_at", "id"]
        indexes = [
            models.Index(fields=["state", "shared_at", "id"], name="application_by_state"),
            # What waits at the desk, in order: the lists are read from it and never sorted whole.
            models.Index(fields=["shared_at", "id"], condition=Q(state__in=WAITING_STATES), name="application_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ApplicationState.values),
                name="application_state_is_known",
                violation_error_message="Ansökan har ett okänt läge.",
            ),
            models.CheckConstraint(
                condition=Q(state=ApplicationState.DRAFT, shared_at=None, submitted_by=None)
                | ~Q(state=ApplicationState.DRAFT) & Q(shared_at__isnull=False, submitted_by__isnull=False),
                name="application_is_submitted_unless_draft",
                violation_error_message="En inskickad ansökan måste ha en tid och en person som skickade in den.",
            ),
            models.CheckConstraint(
                condition=Q(period_start=None) | Q(period_end=None) | Q(period_end__gte=F("period_start")),
                name="application_period_is_in_order",
                violation_error_message="Projektet kan inte sluta innan det börjar.",
            ),
            models.CheckConstraint(
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_to__gte=F("age_from")),
                name="application_ages_are_in_order",
                violation_error_message="Äldsta ålder kan inte vara lägre än yngsta.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or "Ansökan utan namn"

    @property
    def is_private(self) -> bool:
        return self.shared_at is None

    @property
    def years(self) -> list[int]:
        """The calendar years that the period touches; empty while the period is not known."""
        if self.period_start is None or self.period_end is None or self.period_end < self.period_start:
            return []
        return list(range(self.period_start.year, self.period_end.year + 1))

    def latest_version(self) -> "ApplicationVersion":
        return self.versions.latest("number")


class SectionDraft(models.Model):
    """What a section's form could not read, kept word for word, and when the section was last saved."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="section_drafts")
    section = models.CharField(max_length=20)
    unparsed = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # Who changed each part of the section last, and when, by the name of its control (forms/merging.py).
    touched = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "section"],
                name="sectiondraft_is_one_per_section",
                violation_error_message="Delen är redan sparad.",
            )
        ]
