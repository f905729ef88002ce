"""What an applicant writes in the form and in the budget, as plain values of a story."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass
class Text:
    """What the applicant writes in the form, in the demo's own words."""

    title: str
    summary: str
    problem: str
    target_group: str
    cooperation: str
    delimitation: str
    longevity: str
    overall_goal: str
    project_goal: str
    follow_up: str
    goals: list[dict[str, str]]
    parties: list[dict[str, str]]
    ages: tuple[int, int] = (0, 18)
    areas: list[str] = field(default_factory=list)
    municipalities: list[str] = field(default_factory=list)
    child_participation: str = ""
    adults_reason: str = ""  # with one the project reaches adults too
    main_area: str = ""  # without one the first
    municipality_roles: dict[str, str] = field(default_factory=dict)
    short_name: str = ""
    focus_area: str = ""
    deputy: dict[str, str] = field(default_factory=dict)  # name, email, phone
    who_formulated: list[str] = field(default_factory=list)
    who_formulated_note: str = ""
    anchoring: str = ""
    strategy_area: str = ""  # without one the first of the call's
    strategy_link: str = ""
    existing_structure: str = ""
    perspectives: dict[str, str] = field(default_factory=dict)
    references: str = ""
    vision: str = ""
    methods: str = ""
    societal_benefit: str = ""
    dissemination: str = ""
    roles: list[dict[str, Any]] = field(default_factory=list)
    governance: str = ""
    desired_individual: str = ""
    desired_organisation: str = ""
    desired_society: str = ""
    target_risk: str = ""
    reach: tuple[int, int] = (0, 0)  # directly, indirectly
    girls_and_boys: tuple[int, int] | None = None  # of those who are reached directly
    longevity_money: str = ""
    longevity_decision: str = ""
    pilot_criteria: str = ""
    procurement_plan: str = ""
    risks: list[dict[str, Any]] = field(default_factory=list)
    chain: list[dict[str, Any]] = field(default_factory=list)  # as chain_rows.write takes it


@dataclass
class Money:
    """Costs per category and year, and funders; kronor with öre. What `staff` costs is computed into `costs`."""

    costs: dict[tuple[str, int], Decimal]
    funders: list[dict[str, Any]]
    staff: list[dict[str, Any]] = field(default_factory=list)
