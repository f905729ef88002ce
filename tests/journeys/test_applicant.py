"""The applicant's stories over HTTP: an idea is shared; an application is written section by section and sent in."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from applications.models import Application, ApplicationVersion, Case, Idea
from portal import clock
from portal.demo.stories import others
from portal.demo.stories.script import certificate
from portal.demo.stories.texts import Text
from tests import factories
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.django_db
START, END = "2027-01-01", "2028-12-31"


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.at(factories.NOW):
        yield


def test_an_idea_is_written_and_shared_with_the_officer():
    factories.call()
    lead = Visitor.signed_in("sokande")
    lead.open("/mina-sidor/").follow("Beskriv en idé")
    lead.fill("Idéns namn", "Gården mitt i byn")
    lead.tick("Rusta barn och unga", "Vilken satsning gäller idén?")
    lead.press("Börja skriva")
    lead.fill("Vilket problem vill ni lösa?", "Efter skolan finns ingenstans att vara.")
    lead.fill("Ungefärlig kostnad", "250 000")
    lead.press("Spara idén")
    idea = Idea.objects.get()
    assert (idea.state, idea.cost_guess, idea.case.dnr) == ("draft", 250_000, None)

    officer = Visitor.known("handlaggare")
    assert officer.client.get(f"/admin/arenden/{idea.case_id}/").status_code == 404
    assert "Gården mitt i byn" not in officer.open("/admin/").text

    lead.follow("Dela").press("Dela med handläggare")
    assert Case.objects.get().dnr == "26RS00001"
    assert "26RS00001" in lead.text
    assert "Gården mitt i byn" in officer.open("/admin/").text


def test_a_faulty_idea_is_kept_and_said_how_to_mend():
    factories.call()
    lead = Visitor.known("sokande")
    lead.open("/ideer/ny/")
    lead.fill("Idéns namn", "Gården")
    lead.tick("Rusta barn och unga", "Vilken satsning gäller idén?")
    lead.press("Börja skriva")
    lead.fill("Vilket problem vill ni lösa?", "Ingenstans att vara.")
    lead.fill("Ungefärlig kostnad", "ganska mycket")
    lead.fill("Kontaktpersonens e-post", "pelle snabel-a")
    lead.press("Spara idén")
    assert "Skriv beloppet i kronor med siffror" in lead.text
    assert "E-postadressen stämmer inte" in lead.text
    held = lead.held()
    assert held["cost_guess"] == ["ganska mycket"]
    assert held["contact_email"] == ["pelle snabel-a"]
    assert Idea.objects.get().problem == "Ingenstans att vara."


def write_all(lead: Visitor, words: Text) -> None:
    """From the list of sections through all of them, as the buttons lead."""
    lead.follow("Sökande")
    lead.fill("Förvaltning eller enhet", "Regional utveckling")
    lead.fill("Postadress", "Box 100")
    lead.fill("Postnummer", "70100")
    lead.fill("Ort", "Örebro")
    lead.tick("Ja", "Omfattas ni av LOU eller någon annan upphandlingslag?")
    lead.tick("Ja", "Drar ni av moms i projektet?")
    lead.fill("Kontots nummer", "5050-1055")
    lead.tick("Kontot tillhör vår organisation")
    lead.press("Spara och fortsätt")
    lead.press("Spara och fortsätt")

    lead.fill("Organisationens namn", "Föreningen Läslust")
    lead.fill("Organisationsnummer", "802555-1238")
    lead.fill("Sektor", "Civilsamhälle")
    lead.fill("Roll", "Samverkanspart")
    lead.fill("Det här gör parten i projektet", "Håller i mötesplatserna.")
    lead.press("Spara och fortsätt")

    lead.fill("Projektets namn", words.title)
    lead.fill("Sammanfattning", words.summary)
    lead.fill("Projektet börjar", START)
    lead.fill("Projektet slutar", END)
    lead.fill("Problemet", words.problem)
    lead.fill("Önskat läge för individen", words.desired_individual)
    lead.tick("Fungerande skolgång")
    lead.tick("Kumla")
    lead.press("Spara och fortsätt")

    lead.fill("Målgruppen", words.target_group)
    lead.fill("Yngsta ålder", "0")
    lead.fill("Äldsta ålder", "12")
    lead.fill("Så många barn och unga når ni direkt", "1 200")
    lead.tick("Nej", "Vänder ni er även till vårdnadshavare eller andra viktiga vuxna?")
    lead.fill("Barns och ungas delaktighet", words.child_participation)
    lead.press("Spara och fortsätt")

    lead.tick("Målgruppen själv")
    lead.fill("Förankring", words.anchoring)
    lead.fill("Område i den regionala utvecklingsstrategin", "Kunskapslyft och utbildning")
    lead.tick("Barnets rättigheter")
    lead.fill("Barnets rättigheter: så har ni tänkt", words.perspectives["children_rights"])
    lead.fill("Källor", words.references)
    lead.press("Spara och fortsätt")

    lead.fill("Övergripande mål", words.overall_goal)
    lead.fill("Projektmål", words.project_goal)
    lead.fill("Uppföljning", words.follow_up)
    lead.fill("Delmål", words.goals[0]["text"])
    lead.fill("Aktiviteter", words.goals[0]["activities"])
    lead.fill("Så ser vi att målet är nått", words.goals[0]["indicator"])
    lead.press("Spara och fortsätt")

    for who in ("Individen", "Organisationerna", "Samhället"):
        lead.follow("Lägg till en effekt")
        lead.fill("Effekten", f"Stöd i tid, {who.lower()}")
        lead.tick("Lång sikt", "När märks det?")
        lead.tick(who, "För vem blir det annorlunda?")
        lead.fill("Mått", "Andel som får stöd")
        lead.press("Spara")
    lead.follow("Lägg till en aktivitet")
    lead.fill("Aktiviteten", "Bilda arbetslag")
    for number, who in enumerate(("individen", "organisationerna", "samhället"), 1):
        lead.tick(f"E{number} Stöd i tid, {who}")
    lead.press("Spara")
    lead.press("Spara och fortsätt")

    lead.fill("Samverkan", words.cooperation)
    lead.fill("Skillnaden mot det ni gör annars", words.delimitation)
    lead.fill("Efter projektet: den som tar vid", words.longevity)
    lead.press("Spara och fortsätt")

    lead.fill("Roll", "Projektledare")
    lead.fill("Andel av heltid, i procent", "50")
    lead.fill("Vem som betalar", "Projektet")
    lead.press("Spara och fortsätt")

    lead.fill("Risk", words.risks[0]["text"])
    lead.fill("Sannolikhet, 1–5", "3")
    lead.fill("Konsekvens, 1–5", "4")
    lead.fill("Åtgärd", words.risks[0]["action"])
    lead.press("Spara och fortsätt")
    lead.press("Spara och fortsätt")

    for year in ("2027", "2028"):
        lead.fill(f"Egen personal, {year}", "300 000")
        lead.fill(f"Externa tjänster, {year}", "40 000,50")
        lead.fill(f"Det ni söker av oss, {year}", "150 000")
        # 300 000 + 40 000,50 + 21,39 % of the staff = 404 170,50
        lead.fill(f"Finansiär 1, {year}", "254 170,50")
    lead.fill("Vem som betalar", "Region Örebro län")
    lead.fill("Vilka pengar", "Egna medel")
    lead.fill("Typ", "Offentlig finansiär")
    lead.fill("Hur säkra är pengarna?", "Beslutad")
    lead.press("Spara och fortsätt")

    lead.tick("Nej", "Säljer ni något eller konkurrerar på en marknad i projektet?")
    lead.tick("Nej", "Får något företag en fördel av projektet?")
    lead.press("Spara och fortsätt")
    lead.tick("Nej", "Har ni fått eller sökt annat offentligt stöd för projektet?")
    lead.tick("Vi intygar att samma kostnad inte betalas två gånger")
    lead.press("Spara och fortsätt")

    lead.attach("Välj en eller flera filer till Intyg om medfinansiering", certificate("Region Örebro län"))
    lead.press("Lägg in till Intyg om medfinansiering")
    assert "Intyg om medfinansiering.pdf" in lead.text
    lead.tick("Alla bilagor är inlagda")
    lead.press("Spara och fortsätt")
    lead.tick("Vi har läst hur ni använder personuppgifter")
    lead.tick("Vi godkänner de allmänna villkoren")
    lead.press("Spara och fortsätt")


def test_an_application_is_written_by_one_and_sent_in_by_another():
    in_call = factories.call(min_risks=1)
    words = others.text("Läsa högt hemma", "Bokpåsar på nio språk.", "Förskolebarn")
    lead = Visitor.signed_in("sokande")
    lead.open(f"/utlysningar/{in_call.slug}/").follow("ansökan")
    lead.press("Börja skriva")
    application = Application.objects.get()
    assert lead.address == f"/ansokningar/{application.pk}/"

    write_all(lead, words)
    assert lead.address == f"/ansokningar/{application.pk}/granska/"
    assert words.problem in lead.text
    assert "808 341" in lead.text
    assert not lead.can_press("Skicka in ansökan")

    signatory = Visitor.signed_in("firmatecknare")
    signatory.open(lead.address)
    signatory.press("Skicka in ansökan")
    assert signatory.address == f"/ansokningar/{application.pk}/kvitto/"
    assert "26RS00001" in signatory.text
    version = ApplicationVersion.objects.get()
    assert version.data["budget"]["cost_sum"] == "808341.00"

    again = signatory.client.post(f"/ansokningar/{application.pk}/skicka-in/", follow=True)
    assert again.redirect_chain[-1][0] == signatory.address
    assert ApplicationVersion.objects.count() == 1


def test_what_is_missing_is_listed_with_links_to_where_it_is_mended():
    application = factories.draft_application()
    signatory = Visitor.known("firmatecknare").open(f"/ansokningar/{application.pk}/granska/")
    assert "Skriv projektets namn." in signatory.text
    signatory.follow("Skriv projektets namn.")
    assert signatory.address.startswith(f"/ansokningar/{application.pk}/projekt/")
    response = signatory.client.post(f"/ansokningar/{application.pk}/skicka-in/")
    assert "Skriv en sammanfattning." in response.content.decode()
    assert Application.objects.get().state == "draft"


def test_faults_in_a_section_are_kept_word_for_word_until_they_are_mended():
    application = factories.draft_application()
    lead = Visitor.known("sokande").open(f"/ansokningar/{application.pk}/projekt/")
    lead.fill("Projektets namn", "Läsa högt hemma")
    lead.fill("Projektet börjar", "2027-02-30")
    lead.fill("Projektet slutar", "2032-12-31")
    lead.press("Spara och fortsätt")
    assert "2027-02-30 finns inte" in lead.text
    assert lead.address == f"/ansokningar/{application.pk}/projekt/"
    lead.open(lead.address)
    held = lead.held()
    assert (held["period_start"], held["period_end"]) == (["2027-02-30"], ["2032-12-31"])
    assert Application.objects.get().title == "Läsa högt hemma"
    lead.fill("Projektet börjar", "2027-01-01")
    lead.press("Spara och fortsätt")
    assert "2027-02-30" not in lead.text
    assert "2029-12-31" in lead.text or "31 december 2029" in lead.text


def test_a_payer_without_a_name_beside_one_that_is_called_like_its_place_is_kept():
    application = factories.filled_application()
    address = f"/ansokningar/{application.pk}/budget/"
    lead = Visitor.known("sokande").open(address)
    form = lead.held()
    rows = {"finansiar-0-name": ["Finansiär 2"], "finansiar-0-account": [""], "finansiar-1-2027": ["1 000"]}
    response = lead.client.post(address, form | rows | {"finansiar-TOTAL_FORMS": ["2"]}, follow=True)
    assert response.status_code == 200
    lead.open(address)
    held = lead.held()
    assert (held["finansiar-0-name"], held["finansiar-1-name"]) == (["Finansiär 2"], [""])
    assert held["finansiar-1-2027"] == ["1\u00a0000"]
    assert "Skriv vem som betalar." in lead.text


def test_two_windows_show_both_texts():
    application = factories.draft_application()
    address = f"/ansokningar/{application.pk}/mal/"
    one, other = Visitor.known("sokande").open(address), Visitor.known("medsokande").open(address)
    one.fill("Projektmål", "Den enas mål.")
    one.press("Spara och gå till delarna")
    other.fill("Projektmål", "Den andras mål.")
    other.press("Spara och gå till delarna")
    assert "Karin Holm sparade det här kl. 10.00. Det du skrev finns kvar." in other.text
    assert "Den enas mål." in other.text
    assert other.held()["project_goal"] == ["Den andras mål."]
    assert Application.objects.get().project_goal == "Den enas mål."
    other.press("Spara och gå till delarna")
    assert Application.objects.get().project_goal == "Den andras mål."


def test_of_two_windows_the_saved_text_may_be_chosen_and_what_does_not_clash_is_kept():
    application = factories.draft_application()
    address = f"/ansokningar/{application.pk}/mal/"
    one, other = Visitor.known("sokande").open(address), Visitor.known("medsokande").open(address)
    one.fill("Projektmål", "Den enas mål.")
    one.fill("Övergripande mål", "Bara den ena skrev här.")
    one.press("Spara och gå till delarna")
    other.fill("Projektmål", "Den andras mål.")
    other.fill("Uppföljning", "Bara den andra skrev här.")
    other.press("Spara och gå till delarna")
    assert "Bara den ena skrev här." in other.held()["overall_goal"]
    other.tick("Ta den sparade", "Projektmål")
    other.press("Spara och gå till delarna")
    saved = Application.objects.get()
    assert (saved.project_goal, saved.overall_goal) == ("Den enas mål.", "Bara den ena skrev här.")
    assert saved.follow_up == "Bara den andra skrev här."


def test_a_completion_is_answered_in_the_opened_section_only():
    tale = factories.assigned_tale()
    tale.ask_completion("mal", "Skriv hur ni mäter", "Vi behöver veta.", clock.today() + timedelta(days=14))
    application = tale.application
    lead = Visitor.known("sokande").open("/mina-sidor/")
    lead.open(f"/ansokningar/{application.pk}/komplettera/")
    assert "Skriv hur ni mäter" in lead.text
    assert Visitor.known("sokande").open(f"/ansokningar/{application.pk}/projekt/").address.startswith("/arenden/")
    lead.open(f"/ansokningar/{application.pk}/mal/")
    lead.fill("Uppföljning", "Enkät två gånger om året.")
    lead.press("Spara ändringen")
    answer = next(name for form in lead.forms() for name in form.held() if name.startswith("svar-"))
    lead.changes[answer] = ["Vi mäter med enkät."]
    lead.press("Lämna kompletteringen")
    assert ApplicationVersion.objects.latest("number").number == 2
    assert Application.objects.get().state == "formal_check"


def test_a_draft_is_really_deleted():
    tale = factories.filled_tale()
    lead = Visitor.known("sokande").open(f"/ansokningar/{tale.application.pk}/ta-bort/")
    lead.press("Ta bort ansökan")
    assert lead.address == "/mina-sidor/"
    assert not Case.objects.exists()


def test_what_belongs_to_others_is_not_there():
    application, idea = factories.draft_application(), factories.draft_idea()
    factories.outsider()
    stranger = Visitor.known("utomstaende")
    for path in (
        f"ansokningar/{application.pk}/",
        f"ansokningar/{application.pk}/budget/",
        f"ansokningar/{application.pk}/granska/",
        f"ideer/{idea.pk}/",
        f"arenden/{idea.case_id}/",
    ):
        assert stranger.client.get(f"/{path}").status_code == 404, path
    assert stranger.client.post(f"/ansokningar/{application.pk}/skicka-in/").status_code == 404
