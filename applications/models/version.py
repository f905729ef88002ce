"""What was sent in: frozen versions of an application, its attachments, and requests to complete it."""

from django.db import models
from django.db.models import F, Q

from portal import clock
from portal.accounts.models import User
from portal.files import pdfs
from portal.files.models import StoredFile
from portal.rows import UuidRow

from .application import Application
from .case import Case


class ApplicationVersion(UuidRow):
    """Everything the applicant sent, as JSON with the SHA-256 of its canonical form. Never changed (trigger)."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="versions", verbose_name="ansökan")
    number = models.PositiveSmallIntegerField("version")
    data = models.JSONField("innehåll")
    schema = models.CharField("schema", max_length=20)
    sha256 = models.CharField("SHA-256", max_length=64)
    received_at = models.DateTimeField("kom in")
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="inskickad av")

    class Meta:
        verbose_name = "version av ansökan"
        verbose_name_plural = "versioner av ansökan"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"],
                name="applicationversion_number_is_unique",
                violation_error_message="Versionen finns redan.",
            )
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class Attachment(UuidRow):
    """A file that belongs to the application, of a kind that the call names.

    A picture that the memo prints as a figure has a caption and a text for who does not see it (O-06). `remarks` says
    what would keep a PDF that is to be published from being read by all, as codes (portal/files/pdfs.py), looked for
    once, when it was put in.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="attachments", verbose_name="ansökan")
    kind = models.CharField("slag", max_length=40)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+", verbose_name="fil")
    caption = models.CharField("bildtext", max_length=200, blank=True)
    alt_text = models.CharField("beskrivning av bilden", max_length=600, blank=True)
    remarks = models.JSONField("brister för den som läser", default=list, blank=True, editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="inlagd av")
    added_at = models.DateTimeField("inlagd", default=clock.now)

    class Meta:
        verbose_name = "bilaga"
        verbose_name_plural = "bilagor"
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return str(self.file)

    @property
    def is_sent_in(self) -> bool:
        """Files lie among drafts until they are sent in or handed in; then they belong to the record."""
        return self.file.key.startswith("record/")

    @property
    def told_remarks(self) -> list[str]:
        """The remarks as sentences."""
        return pdfs.told(self.remarks)


class CompletionRequest(UuidRow):
    """What the officer asks for, until when. It opens only the named sections (domain.md §3.3, D-06).

    Answered without `answered_by` means that the time ran out, or the application was withdrawn. A formal request
    (föreläggande) says what follows if nobody answers; `consequence` keeps the words.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="completions", verbose_name="ärende")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="begärd av")
    asked_at = models.DateTimeField("begärd", default=clock.now)
    asked_in = models.CharField("begärd under", max_length=20)
    due_on = models.DateField("senast")
    why = models.TextField("varför det behövs", max_length=1500)
    is_formal = models.BooleanField("föreläggande", default=False)
    consequence = models.TextField("vad som händer annars", max_length=1000, blank=True)
    before = models.JSONField("delarna som de var", default=list, editable=False)
    answered_at = models.DateTimeField("besvarad", null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="besvarad av")

    class Meta:
        verbose_name = "begäran om komplettering"
        verbose_name_plural = "begäran om komplettering"
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(fields=["asked_at", "id"], condition=Q(answered_at=None), name="completionrequest_open"),
            models.Index(fields=["answered_at"], name="completionrequest_by_answer"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(answered_at=None),
                name="completionrequest_one_open_per_case",
                violation_error_message="Det finns redan en obesvarad begäran om komplettering.",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("asked_at")),
                name="completionrequest_answered_after_asked",
                violation_error_message="Svaret kan inte ha kommit före frågan.",
            ),
            models.CheckConstraint(
                condition=Q(is_formal=False, consequence="") | Q(is_formal=True) & ~Q(consequence=""),
                name="completionrequest_formal_says_what_follows",
                violation_error_message="Ett föreläggande säger vad som händer om ni inte svarar.",
            ),
        ]

    def __str__(self) -> str:
        return f"Komplettering senast {self.due_on}"

    @property
    def is_late(self) -> bool:
        """Answered, or still open, after the due day (Swedish time)."""
        moment = self.answered_at or clock.now()
        return clock.local(moment).date() > self.due_on


class CompletionItem(models.Model):
    """One thing that is missing, tied to the field or the section where it is mended; the answer in the applicant's
    words. `field` is a column, a question or a kind of attachment of the section; empty where the whole section opens.

    `label` and `before` are the field's name and what stood there when it was asked.
    """

    request = models.ForeignKey(CompletionRequest, models.CASCADE, related_name="items")
    section = models.CharField("del av ansökan", max_length=20)
    field = models.CharField("fält", max_length=60, blank=True)
    label = models.CharField("fältets namn", max_length=300, blank=True)
    before = models.TextField("så stod det", blank=True)
    text = models.CharField("vad som saknas", max_length=400)
    answer = models.TextField("svar", max_length=2000, blank=True)
    answered_at = models.DateTimeField("besvarad", null=True, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="besvarad av"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "section", "field"],
                condition=~Q(field=""),
                name="completionitem_field_is_named_once",
                violation_error_message="Fältet är redan med i begäran. Skriv allt om det på en rad.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_late(self) -> bool:
        """Answered after the due day (Swedish time). Received all the same (domain.md §9 case 36)."""
        return self.answered_at is not None and clock.local(self.answered_at).date() > self.request.due_on
