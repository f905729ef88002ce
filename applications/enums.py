"""States and kinds of everything in a case. Codes are English; the Swedish names beside them are domain.md §7's."""

from django.db import models


class IdeaState(models.TextChoices):
    DRAFT = "draft", "Utkast"
    SHARED = "shared", "Delad"
    IN_DIALOGUE = "in_dialogue", "I dialog"
    RECOMMENDED = "recommended", "Rekommenderad"
    ADVISED_AGAINST = "advised_against", "Avrådd"
    CONVERTED = "converted", "Omvandlad"


class ApplicationState(models.TextChoices):
    DRAFT = "draft", "Utkast"
    SUBMITTED = "submitted", "Inkommen"
    REGISTERED = "registered", "Registrerad"
    FORMAL_CHECK = "formal_check", "Formell kontroll"
    COMPLETION = "completion", "Kompletteras"
    PREPARATION = "preparation", "Beredning"
    PROPOSED = "proposed", "Förslag klart"
    ON_AGENDA = "on_agenda", "På dagordning"
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


class ReportState(models.TextChoices):
    PLANNED = "planned", "Planerad"
    OPEN = "open", "Öppen"
    DRAFT = "draft", "Utkast"
    SUBMITTED = "submitted", "Inlämnad"
    COMPLETION = "completion", "Kompletteras"
    APPROVED = "approved", "Godkänd"


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


class DecisionKind(models.TextChoices):
    APPROVAL = "approval", "Bifall"
    REJECTION = "rejection", "Avslag"


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


class ConflictGround(models.TextChoices):
    """Why a person is jävig (kommunallagen 6:28 and 7:4)."""

    PARTY = "party", "Saken rör mig eller någon som står mig nära"
    REPRESENTATIVE = "representative", "Jag har eller har haft uppdrag för den som söker"
    SUPERVISION = "supervision", "Saken rör tillsyn som jag har del i"
    OTHER = "other", "Något annat gör att min opartiskhet kan ifrågasättas"


class ConditionKind(models.TextChoices):
    BEFORE_START = "before_start", "Före start"
    BEFORE_PAYMENT = "before_payment", "Före utbetalning"
    ONGOING = "ongoing", "Löpande"
    AT_END = "at_end", "Vid slutet"


class ObligationKind(models.TextChoices):
    """What is owed by a date (domain.md §6.1)."""

    ACCEPTANCE = "acceptance", "Godkänn beslutet"  # D-18
    COMPLETION = "completion", "Komplettera ansökan"  # D-06
    REPORT = "report", "Lägesrapport"  # D-22, D-23
    CLAIM = "claim", "Rekvisition"
    FINAL_REPORT = "final_report", "Slutrapport"  # D-31
    FINAL_CLAIM = "final_claim", "Slutrekvisition"


class DocumentKind(models.TextChoices):
    RECEIPT = "receipt", "Kvittens på ansökan"
    DECISION = "decision", "Beslut"


class Recommendation(models.TextChoices):
    """What a final report ends in (G-14)."""

    DEVELOP = "develop", "Fortsatt utveckling"
    IMPLEMENT = "implement", "Implementering"
    SPREAD = "spread", "Spridning"
    DISCONTINUE = "discontinue", "Avveckling"


class ActorKind(models.TextChoices):
    PERSON = "person", "Person"
    SYSTEM = "system", "Systemet"
