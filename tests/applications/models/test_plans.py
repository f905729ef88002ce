"""How PostgreSQL is asked, where a plain way would read all cases there are."""

from applications.models import Case, Project
from tests import factories


def test_the_cases_of_a_person_are_asked_for_so_that_indexes_answer() -> None:
    """Both what the organisation owns and what the person is invited to are looked up, never tried on every case."""
    asked = str(Case.objects.of_applicant(factories.applicant()).query)
    assert "= ANY(ARRAY(SELECT" in asked and "IN (SELECT" not in asked


def test_the_public_list_is_read_in_the_order_of_an_index() -> None:
    assert ["-period_start", "id"] in [index.fields for index in Project._meta.indexes]
