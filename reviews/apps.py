"""What the authority alone works with, as a Django app."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Handläggning"

    def ready(self) -> None:
        from applications.selectors import case_facts, case_history

        from . import rules  # noqa: F401 -- registers predicates
        from .lifecycle import load
        from .selectors import referrals

        load()
        case_facts.add_fact("referred", referrals.there_are())
        case_history.add_source(referrals.told_to_applicant)
