"""States and kinds of everything in a case. Codes are English; the Swedish names beside them are domain.md §7's."""

from django.db import models

from .conflict import ConflictGround as ConflictGround
from .conflict import ConflictOutcome as ConflictOutcome
from .effect_chain import EffectKind as EffectKind
from .effect_chain import EffectLevel as EffectLevel
from .effect_chain import EffectTerm as EffectTerm
from .hearing import HearingExceptionGround as HearingExceptionGround


class IdeaState(models.TextChoices):
    DRAFT = "draft", "Utkast"
    SHARED = "shared", "Delad"
    IN_DIALOGUE = "in_dialogue", "I dialog"
    RECOMMENDED = "recommended", "Rekommenderad"
    ADVISED_AGAINST = "advised_against", "Avrådd"
    CONVERTED = "converted", "Omvandlad"
    CLOSED = "closed", "Avslutad"


class ApplicationState(models.TextChoices):
    DRAFT = "draft", "Utkast"
    SUBMITTED = "submitted", "Inkommen"
    REGISTERED = "registered", "Registrerad"
    FORMAL_CHECK = "formal_check", "Formell kontroll"
    COMPLETION = "completion", "Kompletteras"
    PREPARATION = "preparation", "Beredning"
    PROPOSED = "proposed", "Förslag klart"
    ON_AGENDA = "on_agenda", "På dagordning"
    WITHDRAWN = "withdrawn", "Återtagen"
    DECIDED = "decided", "Beslutad"
    CLOSED = "closed", "Avslutad"


class DecisionState(models.TextChoices):
    DRAFT = "draft", "Utkast"
    MADE = "made", "Fattat"
    APPROVED = "approved", "Justerat"
    ANNOUNCED = "announced", "Anslaget"
    DISPATCHED = "dispatched", "Expedierat"
    LEGALLY_FINAL = "legally_final", "Laga kraft"


class ProjectState(models.TextChoices):
    GRANTED = "granted", "Beviljad"
    ACCEPTED = "accepted", "Accepterad"
    START_UP = "start_up", "Uppstart"
    IMPLEMENTATION = "implementation", "Genomförande"
    CLOSING = "closing", "Avslut"
    FINAL_REPORTED = "final_reported", "Slutrapporterad"
    SETTLED = "settled", "Slutreglerad"
    CLOSED_EARLY = "closed_early", "Avslutad i förtid"


class ReportState(models.TextChoices):
    PLANNED = "planned", "Planerad"
    OPEN = "open", "Öppen"
    DRAFT = "draft", "Utkast"
    SUBMITTED = "submitted", "Inlämnad"
    COMPLETION = "completion", "Kompletteras"
    APPROVED = "approved", "Godkänd"
    CANCELLED = "cancelled", "Inställd"


class ClaimState(models.TextChoices):
    PLANNED = "planned", "Planerad"
    OPEN = "open", "Öppen"
    DRAFT = "draft", "Utkast"
    SUBMITTED = "submitted", "Inlämnad"
    UNDER_REVIEW = "under_review", "Granskas"
    COMPLETION = "completion", "Kompletteras"
    APPROVED = "approved", "Godkänd"
    PARTIALLY_APPROVED = "partially_approved", "Delvis godkänd"
    PAYMENT_DECIDED = "payment_decided", "Utbetalning beslutad"
    PAID = "paid", "Utbetald"
    CANCELLED = "cancelled", "Inställd"


CLAIM_WAITS = (
    ClaimState.SUBMITTED,
    ClaimState.UNDER_REVIEW,
    ClaimState.APPROVED,
    ClaimState.PARTIALLY_APPROVED,
    ClaimState.PAYMENT_DECIDED,
)


class EarlyCloseState(models.TextChoices):
    """From a first thought to the decision that a project ends before its time (domain.md §7.4)."""

    DRAFT = "draft", "Utkast"
    WARNED = "warned", "Förvarnad"
    SUBMITTED = "submitted", "Hos chefen"
    APPROVED = "approved", "Godkänt"
    ON_AGENDA = "on_agenda", "På dagordning"
    DECIDED = "decided", "Beslutat"
    DROPPED = "dropped", "Nedlagt"


class DecisionKind(models.TextChoices):
    APPROVAL = "approval", "Bifall"
    PARTIAL = "partial", "Delvis bifall"
    REJECTION = "rejection", "Avslag"
    DISCONTINUED = "discontinued", "Avskrivning"
    DISMISSED = "dismissed", "Avvisning"
    EARLY_CLOSE = "early_close", "Avslut i förtid"


# What a board or a delegate can answer an application with, and which of the answers grant something.
ANSWERS = (DecisionKind.APPROVAL, DecisionKind.PARTIAL, DecisionKind.REJECTION)
GRANTS = (DecisionKind.APPROVAL, DecisionKind.PARTIAL)
# What a person chooses; that a yes is partial follows from what it gives (budget/outcome.py).
ANSWER_CHOICES = [(kind.value, kind.label) for kind in (DecisionKind.APPROVAL, DecisionKind.REJECTION)]


# Decisions that end the case and give nothing.
ENDS = (DecisionKind.REJECTION, DecisionKind.DISCONTINUED, DecisionKind.DISMISSED)


class DismissalGround(models.TextChoices):
    """Why an application is not tried at all (domain.md §7.2, FORMELL_KONTROLL → BESLUTAD)."""

    LATE = "late", "Den kom in för sent"
    WRONG_APPLICANT = "wrong_applicant", "Sökanden hör inte till dem som kan få stöd i utlysningen"
    UNSIGNED = "unsigned", "Den är inte undertecknad av någon som får företräda sökanden"
    INCOMPLETE = "incomplete", "Den är inte kompletterad, och går därför inte att pröva"


class LegalRegime(models.TextChoices):
    """How a decision is appealed; a property of the money, not of the portal (domain.md §2.1)."""

    LEGALITY_REVIEW = "legality_review", "Laglighetsprövning"
    ADMINISTRATIVE_APPEAL = "administrative_appeal", "Förvaltningsbesvär"
    NOT_APPEALABLE = "not_appealable", "Får inte överklagas"


class CostKind(models.TextChoices):
    STAFF = "staff", "Personal"
    DIRECT = "direct", "Direkt kostnad"
    INDIRECT = "indirect", "Indirekt kostnad"
    INCOME = "income", "Intäkt"


class Sector(models.TextChoices):
    MUNICIPALITY = "municipality", "Kommun"
    REGION = "region", "Region"
    CIVIL_SOCIETY = "civil_society", "Civilsamhälle"
    BUSINESS = "business", "Näringsliv"
    ACADEMIA = "academia", "Akademi"
    STATE = "state", "Statlig myndighet"


class PartyRole(models.TextChoices):
    CO_APPLICANT = "co_applicant", "Medsökande"
    PARTNER = "partner", "Samverkanspart"
    CO_FUNDER = "co_funder", "Medfinansiär"


class FunderKind(models.TextChoices):
    PUBLIC = "public", "Offentlig finansiär"
    PRIVATE = "private", "Privat finansiär"


class FundingStatus(models.TextChoices):
    APPLIED = "applied", "Sökt"
    INTENT = "intent", "Avsiktsförklaring"
    DECIDED = "decided", "Beslutad"


class YesNo(models.TextChoices):
    YES = "yes", "Ja"
    NO = "no", "Nej"


class VatAnswer(models.TextChoices):
    YES = "yes", "Ja"
    NO = "no", "Nej"
    PARTLY = "partly", "Delvis"


class OfficerRole(models.TextChoices):
    OFFICER = "officer", "Handläggare"
    CO_OFFICER = "co_officer", "Medhandläggare"


class ConditionKind(models.TextChoices):
    BEFORE_START = "before_start", "Före start"
    BEFORE_PAYMENT = "before_payment", "Före utbetalning"
    ONGOING = "ongoing", "Löpande"
    AT_END = "at_end", "Vid slutet"


class ObligationKind(models.TextChoices):
    """What is owed by a date (domain.md §6.1)."""

    SIGNATURE = "signature", "Skriv under ansökan"  # domain.md §9 case 11
    ACCEPTANCE = "acceptance", "Godkänn beslutet"  # D-18
    COMPLETION = "completion", "Komplettera ansökan"  # D-06
    HEARING = "hearing", "Synpunkter på underlaget"  # B-08
    REPORT = "report", "Lägesrapport"  # D-22, D-23
    CLAIM = "claim", "Rekvisition"
    FINAL_REPORT = "final_report", "Slutrapport"  # D-31
    FINAL_CLAIM = "final_claim", "Slutrekvisition"
    REQUEST = "request", "Svar på begäran om avgörande"  # D-10


OWED_BY_US = (ObligationKind.REQUEST,)  # the authority's own; all else is the applicant's to do


class DocumentKind(models.TextChoices):
    RECEIPT = "receipt", "Kvittens på ansökan"
    WITHDRAWAL = "withdrawal", "Återtagande"
    DECISION = "decision", "Beslut"
    REFUSAL = "refusal", "Avslag på begäran om avgörande"
    MEMO = "memo", "Tjänsteutlåtande"


class Recommendation(models.TextChoices):
    """What a final report ends in (G-14)."""

    DEVELOP = "develop", "Fortsatt utveckling"
    IMPLEMENT = "implement", "Implementering"
    SPREAD = "spread", "Spridning"
    DISCONTINUE = "discontinue", "Avveckling"


class ActorKind(models.TextChoices):
    PERSON = "person", "Person"
    SYSTEM = "system", "Systemet"


class RuleLevel(models.TextChoices):
    """What happens when a rule of the call is not met (domain.md §3.0)."""

    ERROR = "error", "Fel som måste rättas"
    WARNING = "warning", "Varning som sökanden bekräftar"
    ADVICE = "advice", "Tips"


class ShareBase(models.TextChoices):
    """What the largest share is a share of (domain.md §2.8)."""

    TOTAL_COST = "total_cost", "Projektets totala kostnad"
    BOOKED_COST = "booked_cost", "Bokförda kostnader"
    ELIGIBLE_COST = "eligible_cost", "Stödberättigande kostnader"


class QuestionKind(models.TextChoices):
    TEXT = "text", "Text"
    CHOICE = "choice", "Val"
    NUMBER = "number", "Tal"
    DATE = "date", "Dag"
    FILE = "file", "Fil"


class ChecklistAnswer(models.TextChoices):
    """Unanswered is an answer of its own, and not a no (domain.md §9 case 42)."""

    YES = "yes", "Ja"
    NO = "no", "Nej"
    UNSURE = "unsure", "Vet inte"
    BLANK = "blank", "Obesvarad"


class FundEntryKind(models.TextChoices):
    EARMARKED = "earmarked", "Öronmärkt"
    CORRECTED = "corrected", "Rättat, sänkt"
    RESERVED = "reserved", "Reserverat"
    RELEASED = "released", "Reservation släppt"
    BOUND = "bound", "Bundet av beslut"
    PAID = "paid", "Utbetalt"
    RETURNED = "returned", "Återfört"


class ComponentKind(models.TextChoices):
    TRAINING = "training", "Utbildning"
    NETWORK = "network", "Nätverk"
    MONEY = "money", "Pengar"
    SUPPORT = "support", "Stöd"


class ComponentOutcome(models.TextChoices):
    GRANTED = "granted", "Beviljad"
    PARTIAL = "partial", "Delvis beviljad"
    REJECTED = "rejected", "Avslagen"


class MunicipalityRole(models.TextChoices):
    PILOT = "pilot", "Pilot"
    TAKES_PART = "part", "Deltar"
    FOLLOWS = "follows", "Följer"


class SteeringSeat(models.TextChoices):
    CHAIR = "chair", "Ordförande"
    MEMBER = "member", "Medlem"
    ADJUNCT = "adjunct", "Adjungerad"


class EarlyCloseReason(models.TextChoices):
    """Why a project ends before its time (domain.md §7.4)."""

    NOT_DELIVERED = "not_delivered", "Har inte gett det som var tänkt"
    OWN_REQUEST = "own_request", "Projektet bad om det"
    BREACH = "breach", "Villkoren följdes inte"
    PARTY_LEFT = "party_left", "En part lämnade projektet"
    OTHER = "other", "Annat"


class PartnershipPart(models.TextChoices):
    """What a change of those who take part is about (F-09, F-15, N-06, N-09)."""

    MUNICIPALITIES = "municipalities", "Kommuner"
    STEERING = "steering", "Styrgrupp"
    RELATED = "related", "Närliggande projekt"
    EVENTS = "events", "Händelser"


class Formulator(models.TextChoices):
    """Who has been with and formulated the problem (G-03)."""

    APPLICANT = "applicant", "Vi som söker"
    PARTNERS = "partners", "De tänkta samverkansparterna"
    TARGET_GROUP = "target_group", "Målgruppen själv"


class Perspective(models.TextChoices):
    """What a project has been looked at from (O-10)."""

    GENDER = "gender", "Jämställdhet"
    INTEGRATION = "integration", "Integration"
    CHILDREN_RIGHTS = "children_rights", "Barnets rättigheter"
    ACCESSIBILITY = "accessibility", "Tillgänglighet"
    ENVIRONMENT = "environment", "Miljö"
    OTHER = "other", "Annat"


class VatRule(models.TextChoices):
    """With or without VAT costs are written and claimed (domain.md §2.8)."""

    BY_APPLICANT = "by_applicant", "Utan moms för den som drar av den, annars med"
    WITHOUT = "without", "Alltid utan moms"
    WITH = "with", "Alltid med moms"


class PhaseKind(models.TextChoices):
    """The two phases of a project that have a list of things to do (G-08, G-12)."""

    START_UP = "start_up", "Uppstart"
    CLOSING = "closing", "Avslut"


class DialogueKind(models.TextChoices):
    ADVICE = "advice", "Rådgivning"
    KICKOFF = "kickoff", "Uppstartsmöte"
    DIALOGUE = "dialogue", "Dialogmöte"
    GATHERING = "gathering", "Gemensam träff"
    CLOSING = "closing", "Avslutsmöte"


class CaseSource(models.TextChoices):
    """How a case came in (G-06)."""

    PORTAL = "portal", "Via portalen"
    PAPER = "paper", "På papper"
    EMAIL = "email", "Med e-post"


class SignaturePurpose(models.TextChoices):
    APPLICATION = "application", "Ansökan"
    COMPLETION = "completion", "Komplettering"
    WITHDRAWAL = "withdrawal", "Återtagande"
    ACCEPTANCE = "acceptance", "Godkännande av beslut"
    CLAIM = "claim", "Rekvisition"


class RetentionAction(models.TextChoices):
    """What the archive does with a kind of document (arkivlagen; default is to keep)."""

    KEEP = "keep", "Bevaras"
    DISPOSE = "dispose", "Gallras"


class CaseRole(models.TextChoices):
    """What a person who has been invited to one case may do in it (domain.md §5.1)."""

    LEAD = "lead", "Projektledare"  # PL
    SIGNATORY = "signatory", "Behörig företrädare"  # SIGN
    WRITER = "writer", "Skriver"
    PART_WRITER = "part_writer", "Skriver delar"
    ECONOMIST = "economist", "Ekonomi"  # ECO
    READER = "reader", "Läser"  # LÄS
    PARTNER = "partner", "Samverkanspart"  # MED
