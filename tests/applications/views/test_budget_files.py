"""The budget as an Excel file: fetched as the grid shows it, filled in, looked at, and only then used."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from applications.models import Application
from portal.accounts.models import User
from tests import factories

from .pages import controls, read, summary, text
from .test_budget_staff import SignIn, address, begun, role, send, staff_costs, typed

Change = Callable[[Workbook], None]


@pytest.fixture(scope="module")
def draft(stage: None) -> Application:
    return begun()


@pytest.fixture
def client(draft: Application, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("ekonom.sokande"))


def fetched(client: Client, draft: Application) -> Workbook:
    response = client.get(reverse("applications:budget_export", args=(draft.pk,)))
    assert response["Content-Disposition"].startswith('attachment; filename="budget-')
    return load_workbook(io.BytesIO(response.content))


def given(client: Client, draft: Application, change: Change) -> Any:
    book = fetched(client, draft)
    change(book)
    out = io.BytesIO()
    book.save(out)
    upload = SimpleUploadedFile("ifylld.xlsx", out.getvalue())
    return client.post(reverse("applications:budget_import", args=(draft.pk,)), {"fil": upload})


def changes(response: Any) -> list[tuple[str, str, str]]:
    rows = [row for table in read(response).all("table") for row in table.all("tr") if row.all("td")]
    return [(row.all("th")[0].text, *(cell.text for cell in row.all("td"))) for row in rows]


def faults(response: Any) -> list[str]:
    return [
        line.text
        for box in read(response).all("ul")
        if box.given.get("class") == "import-faults"
        for line in box.all("li")
    ]


def use(client: Client, draft: Application, response: Any) -> Any:
    return client.post(address(draft), controls(response), follow=True)


def place(book: Workbook, label: str, column: str = "C") -> Any:
    page = book["Budget"]
    row = next(cells[0].row for cells in page.iter_rows() if cells[0].value == label)
    return page[f"{column}{row}"]


def test_the_file_has_what_the_grid_shows(client: Client, draft: Application) -> None:
    send(client, draft, typed(client, draft, **role(0)))
    book = fetched(client, draft)
    page = book["Budget"]
    assert [cell.value for cell in page[1]] == ["Rad", "Uppgift", "2024", "2025", "2026", "Totalt"]
    assert place(book, "Egen personal").value == 336000 and place(book, "Egen personal", "B").value == (
        "räknas ut från lönerna"
    )
    assert place(book, "Indirekta kostnader", "D").value == 35935.2
    assert place(book, "Externa tjänster", "F").value == 441087
    assert "räknas ut automatiskt" in place(book, "Indirekta kostnader", "B").value
    assert place(book, "Det ni söker av oss", "E").value == 233126.47
    assert place(book, "Kostnader minus finansiering").value == -146702.55
    assert page.freeze_panes == "C2"
    people = book["Personal"]
    assert [cell.value for cell in people[2]][:8] == ["Projektledare", "Anna Berg", 0.5, 40000, 0.4, 12, 6, 0]
    assert people["C2"].number_format == "0.##%" and people["I2"].value == 336000
    assert book.properties.title.startswith("Budget, ")


def test_the_file_unchanged_changes_nothing(client: Client, draft: Application) -> None:
    send(client, draft, typed(client, draft, **role(0)))
    response = given(client, draft, lambda book: None)
    assert "säger samma sak som budgeten" in text(response)
    assert changes(response) == [] and faults(response) == []


def test_old_and_new_are_shown_and_nothing_is_saved_until_they_are_used(client: Client, draft: Application) -> None:
    def fill(book: Workbook) -> None:
        place(book, "Externa tjänster").value = "120 000,50 kr"
        place(book, "Resor och logi", "D").value = None
        place(book, "Det ni söker av oss", "E").value = 1000
        place(book, "Summa kostnader").value = 1  # computed: nobody reads it

    response = given(client, draft, fill)
    assert [(label.split(" Blad")[0], *rest) for label, *rest in changes(response)] == [
        ("Externa tjänster, 2024", "110 000", "120 000,50"),
        ("Resor och logi, 2025", "10 000", "tomt"),
        ("Det ni söker av oss, 2026", "233 126,47", "1 000"),
    ]
    assert "Efter ändringen: Går inte ihop." in text(response)
    assert draft.cost_rows.get(category="externa", year=2024).amount == 110_000
    after = use(client, draft, response)
    assert draft.cost_rows.get(category="externa", year=2024).amount * 100 == 12_000_050
    assert not draft.cost_rows.filter(category="resor", year=2025).exists()
    assert controls(after)["sokt-2026"].replace("\u00a0", " ") == "1 000"
    assert draft.funders.filter(is_applied=False).count() == 1


def test_people_are_filled_in_on_their_own_sheet(client: Client, draft: Application) -> None:
    people = [
        ("Projektledare", "Anna Berg", 0.5, 40000, 0.4, 12, 6),
        ("Ekonom", "", "20", "38 000", "40 %", "1,5", 0),
    ]

    def fill(book: Workbook) -> None:
        for number, values in enumerate(people, 2):
            for column, value in enumerate(values, 1):
                book["Personal"].cell(number, column).value = value

    response = given(client, draft, fill)
    assert ("Ekonom: Månader 2024 Blad Personal, cell F3", "tomt", "1,5") in changes(response)
    assert not draft.staff_rows.exists()
    use(client, draft, response)
    assert [str(row) for row in draft.staff_rows.all()] == ["Projektledare, Anna Berg", "Ekonom"]
    assert staff_costs(draft)[2024] == "351960.00"  # 336 000 and 15 960


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda book: setattr(place(book, "Externa tjänster"), "value", "1,2 mkr"),
            "Blad Budget, cell C4: Skriv beloppet i kronor med siffror, till exempel 250 000.",
        ),
        (
            lambda book: setattr(place(book, "Externa tjänster"), "value", "=A1+1"),
            "Blad Budget, cell C4: Cellen har en formel utan uträknat värde.",
        ),
        (
            lambda book: setattr(place(book, "Externa tjänster", "A"), "value", "Kalas"),
            "Blad Budget, cell A4: raden ”Kalas” finns inte i budgeten.",
        ),
        (
            lambda book: setattr(book["Budget"]["E1"], "value", 2031),
            "Blad Budget, cell E1: 2031 är inget år i budgeten.",
        ),
        (
            lambda book: setattr(place(book, "Externa tjänster"), "value", -5),
            "Blad Budget, cell C4: Skriv ett belopp som är 0 eller mer.",
        ),
        (
            lambda book: setattr(book["Personal"]["A2"], "value", "Ekonom"),
            "Blad Personal, cell D2: Skriv månadslönen i kronor för heltid.",
        ),
    ],
)
def test_a_cell_that_cannot_be_used_is_told_with_its_address_and_changes_nothing(
    client: Client, draft: Application, change: Change, sentence: str
) -> None:
    response = given(client, draft, change)
    assert any(fault.startswith(sentence) for fault in faults(response)), faults(response)
    assert not [row for row in changes(response) if row[0].startswith("Externa tjänster, 2024")]


def test_a_file_that_is_no_budget_is_refused_at_the_field(client: Client, draft: Application) -> None:
    upload = reverse("applications:budget_import", args=(draft.pk,))
    assert summary(client.post(upload, {})) == [("Välj filen som ni har fyllt i.", "#fil")]
    macro = client.post(upload, {"fil": SimpleUploadedFile("budget.xlsm", b"x")})
    assert "utan makron" in summary(macro)[0][0]

    def rename(book: Workbook) -> None:
        book["Budget"].title = "Blad1"

    assert "inget blad som heter Budget" in summary(given(client, draft, rename))[0][0]


def test_others_neither_fetch_nor_read_in_and_a_closed_budget_is_only_fetched(
    draft: Application, sign_in: SignIn
) -> None:
    names = ("budget_export", "budget_import")
    other: Client = sign_in(factories.outsider())
    assert [other.get(reverse(f"applications:{name}", args=(draft.pk,))).status_code for name in names] == [404, 404]
    sent = factories.submitted_application()
    mine: Callable[[User], Client] = sign_in
    client = mine(factories.applicant("ekonom.sokande"))
    assert [client.get(reverse(f"applications:{name}", args=(sent.pk,))).status_code for name in names] == [200, 302]
