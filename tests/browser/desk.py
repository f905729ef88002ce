"""What officers, economists, payers and the board's secretary do at the desk, each move on its own page."""

from __future__ import annotations

import re
from datetime import date

from portal import dates
from reviews.enums import Criterion

from .window import Window


def open_case(me: Window, title: str) -> None:
    """From today's page by way of the search."""
    me.open("/admin/").follow(re.compile("Sök ärende eller dnr"))
    me.fill("Sök", title)
    me.press("Sök").follow(title)


def tab(me: Window, name: str) -> None:
    me.follow(re.compile(rf"^{name}"), within=me.page.get_by_role("navigation", name="Delar av ärendet"))


def begin(me: Window, label: str, *, again: str = "") -> None:
    """Go to a move's or an act's own page from the case; `again` is what it is called the second time."""
    names = re.compile("|".join(rf"^\s*{re.escape(name)}" for name in (label, again) if name))
    acts = me.region("Vad du kan göra")
    button = acts.get_by_role("link", name=names).and_(me.page.locator("a.btn"))  # what is missing has links of its own
    if not button.count():
        acts.get_by_text("Mindre vanliga åtgärder").click()
    me.do(button.click)


def move(me: Window, label: str, told: str) -> None:
    """Make a move that asks nothing; `told` is what the case then says."""
    begin(me, label)
    me.press(label)
    me.sees(told)


def not_conflicted(me: Window) -> None:
    begin(me, "Svara på frågan om jäv")
    me.pick("Är du jävig i ärendet?", "Nej, jag är inte jävig")
    me.press("Lämna svaret")
    me.sees("Nu kan du arbeta i ärendet.")


def advise(me: Window, advice: str) -> None:
    begin(me, "Rekommendera att söka")
    me.fill("Vårt råd", advice)
    me.press("Rekommendera att söka")
    me.sees("Rådet är skickat.")


def assign(me: Window, officer: str, *, reader: str = "") -> None:
    """`reader` becomes the second reader."""
    begin(me, "Fördela till handläggare")
    me.choose("Handläggare", re.compile(officer))
    if reader:
        me.choose("Medhandläggare", re.compile(reader))
    me.press("Fördela till handläggare")
    me.sees("Ärendet är fördelat.")


def check(me: Window, *, complete: bool, note: str) -> None:
    begin(me, "Gör formell kontroll", again="Ändra formell kontroll")
    me.pick("Kom ansökan in i tid?", "Ja")
    me.pick("Får organisationen söka?", "Ja")
    me.pick("Är den inskickad av någon som får företräda organisationen?", "Ja")
    me.pick("Är ansökan komplett?", "Ja" if complete else "Nej")
    me.fill("Anteckning", note)
    me.press("Spara")
    me.sees("Den formella kontrollen är sparad.")


def request_completion(me: Window, section: str, text: str, why: str) -> None:
    begin(me, "Begär komplettering")
    me.fill("Varför behöver vi det?", why)
    first = me.page.get_by_role("group", name="Sak 1")
    me.choose("Det som öppnas", f"Hela delen: {section}", within=first)
    me.fill("Vad som saknas", text, within=first)
    me.press("Begär komplettering")
    me.sees("Begäran är skickad till sökanden.")


def assess(me: Window, scores: dict[Criterion, tuple[int, str]], child: str, summary: str) -> None:
    begin(me, "Skriv bedömning")
    for criterion, (score, reason) in scores.items():
        answer = me.page.get_by_role("group", name=re.compile(f"{re.escape(criterion.label)}, poäng"))
        answer.get_by_role("radio").nth(score - 1).check()
        me.fill(f"{criterion.label}, motivering", reason)
    me.fill("Barnets bästa", child)
    me.fill("Samlad bedömning", summary)
    me.press("Spara")
    me.sees("Bedömningen är sparad.")


def agree(me: Window, text: str) -> None:
    begin(me, "Skriv gemensam bedömning")
    me.fill("Gemensam bedömning", text)
    me.press("Spara")
    me.sees("Den gemensamma bedömningen är sparad.")


def ask_others(me: Window, question: str, due_on: date, *whom: tuple[str, str]) -> None:
    """Remiss to organisations, each with an address."""
    begin(me, "Skicka på remiss")
    me.fill("Vad vill ni ha svar på?", question)
    me.fill("Svar senast", due_on.isoformat())
    for number, (organisation, address) in enumerate(whom, 1):
        row = me.page.get_by_role("group", name=f"Mottagare {number}")
        me.fill("Organisation", organisation, within=row)
        me.fill("Namn eller funktion", "Registrator", within=row)
        me.fill("E-post", address, within=row)
    me.press("Skicka remissen")
    me.sees("Remissen är skickad till")


def let_applicant_read(me: Window, material: str) -> None:
    begin(me, "Kommunicera underlaget")
    me.fill("Det som förslaget kommer att vila på", material)
    me.press("Skicka underlaget")
    me.sees("Underlaget är skickat till sökanden.")


def waive_hearing(me: Window) -> None:
    begin(me, "Avstå från kommunicering")
    me.pick("Varför behövs det inte?", "Det är uppenbart onödigt")
    me.fill("Skäl", "Förslaget vilar bara på det som sökanden själv har lämnat.")
    me.press("Spara skälen")
    me.sees("Skälen är sparade.")


def propose(me: Window, *, kind: str, reasons: str, share: str = "", cap: str = "", conditions: str = "") -> None:
    write_proposal(me, kind=kind, reasons=reasons, share=share, cap=cap, conditions=conditions)
    if kind == "Avslag":
        waive_hearing(me)
    hand_over(me)


def hand_over(me: Window) -> None:
    move(me, "Lämna förslag till chef", "Förslaget är lämnat till chefen.")


def write_proposal(
    me: Window, *, kind: str, reasons: str, share: str = "", cap: str = "", conditions: str = ""
) -> None:
    begin(me, "Skriv förslag", again="Ändra förslaget")
    me.pick("Förslag", kind)
    if share:
        me.fill("Andel av kostnaderna, procent", share)
        me.fill("Högst, kronor", cap)
    me.fill("Skäl för förslaget", reasons)
    me.fill("Särskilda villkor", conditions)
    me.press("Spara")
    me.sees("Förslaget är sparat.")


# The board


def plan_meeting(me: Window, board: str, held_on: date) -> None:
    me.open("/admin/").follow(re.compile("Sammanträden")).follow(re.compile("Planera sammanträde"))
    me.choose("Nämnd", board)
    me.fill("Dag", held_on.isoformat())
    me.fill("Plats", "Sessionssalen, Eklundavägen 1")
    me.press("Planera sammanträdet")
    me.sees("Sammanträdet är planerat.")


def put_on_agenda(me: Window, held_on: date) -> None:
    begin(me, "Sätt upp på föredragningslistan")
    me.choose("Sammanträde", re.compile(dates.weekday_long(held_on), re.IGNORECASE))
    me.press("Sätt upp på föredragningslistan")
    me.sees("Ärendet står på föredragningslistan.")


def hold_meeting(me: Window, held_on: date) -> None:
    me.open("/admin/").follow(re.compile("Sammanträden"))
    me.follow(re.compile(dates.weekday_long(held_on), re.IGNORECASE))
    begin(me, "Registrera att sammanträdet är hållet")
    me.press("Registrera att sammanträdet är hållet")
    me.sees("Sammanträdet står som hållet.")


def register_decision(me: Window, paragraph: str) -> None:
    """The fields hold the proposal, which the board followed."""
    begin(me, "Registrera nämndens beslut")
    me.fill("Paragraf", paragraph)
    me.press("Registrera nämndens beslut")
    me.sees("Beslutet är registrerat.")


def until_made(me: Window, verb: str) -> None:
    """The decision becomes a PDF in the background; the page is loaded again until the move stands open."""
    while not me.region("Vad du kan göra").get_by_role("link", name=verb).count():
        me.page.wait_for_timeout(500)
        me.reload()
