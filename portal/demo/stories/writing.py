"""How a story's applicant fills in the form: who, with whom, what, the goals and the risks."""

from __future__ import annotations

from datetime import date
from typing import Any

from applications.models import Application
from applications.sections import SECTIONS
from applications.services import drafting, effect_chain, parties, section_rows
from portal.accounts.models import User

from .texts import Text


class Writing:
    """The part of a story that writes. What it writes in, and who writes, the story says."""

    @property
    def application(self) -> Application:
        raise NotImplementedError

    @property
    def lead(self) -> User:
        raise NotImplementedError

    def write(self, text: Text, period: tuple[date, date]) -> None:
        """Fill in who, with whom, what and the goals."""
        application, lead = self.application, self.lead
        rules = application.call_version
        self._fill(
            application,
            lead,
            "sokande",
            {
                "contact_name": lead.name,
                "contact_email": lead.email,
                "contact_phone": lead.phone,
                "workplace": "Regional utveckling",
                "address": application.address or "Box 100",
                "postcode": application.postcode or "701 00",
                "city": application.city or "Örebro",
                "procurement": "yes",
                "vat": "yes",
                "account_no": "5050-1055",
                "owns_account": True,
            }
            | {f"deputy_{name}": told for name, told in text.deputy.items()},
        )
        if rules.uses("parter"):
            parties.save_parties(application, parties=text.parties, unparsed={}, version=None, by=lead)
        areas = text.areas or rules.areas[:2]
        self._fill(
            application,
            lead,
            "projekt",
            {
                "title": text.title,
                "short_name": text.short_name,
                "summary": text.summary,
                "period_start": period[0],
                "period_end": period[1],
                "problem": text.problem,
                "desired_individual": application.desired_individual or text.desired_individual,
                "desired_organisation": application.desired_organisation or text.desired_organisation,
                "desired_society": application.desired_society or text.desired_society,
                "areas": areas,
                "main_area": text.main_area or next(iter(areas), ""),
                "municipality_roles": text.municipality_roles,
                "focus_area": text.focus_area,
                "municipalities": text.municipalities or rules.municipalities,
            },
        )
        self._fill(
            application,
            lead,
            "malgrupp",
            {
                "target_group": text.target_group,
                "target_risk": text.target_risk,
                "age_from": text.ages[0],
                "age_to": text.ages[1],
                "reach_direct": text.reach[0],
                **dict(zip(("reach_girls", "reach_boys"), text.girls_and_boys or (None, None), strict=True)),
                "reach_indirect": text.reach[1],
                "reaches_adults": "yes" if text.adults_reason else "no",
                "adults_reason": text.adults_reason,
                "child_participation": text.child_participation,
            },
        )
        after = ("cooperation", "delimitation", "longevity", "longevity_money", "longevity_decision")
        done = {name: getattr(text, name) for name in after}
        if any(row.get("sub_grants") for row in rules.cost_categories):
            done |= {"shares_out": "yes", "pilot_criteria": text.pilot_criteria}
        self._fill(application, lead, "genomforande", done)
        strategy = rules.strategy_areas
        standing_on = {name: getattr(text, name) for name in SECTIONS["forankring"].fields}
        standing_on["strategy_area"] = text.strategy_area or next(iter(strategy), "")
        self._fill(application, lead, "forankring", standing_on)
        given: dict[str, Any] = {"unparsed": {}, "version": None, "by": lead}
        if rules.uses("mal"):
            goals = {name: getattr(text, name) for name in SECTIONS["mal"].fields}
            drafting.save_goals(application, values=goals, goals=text.goals, **given)
        if text.chain and rules.uses("effektkedja"):
            effect_chain.replace(application, text.chain, version=None, by=lead)
        if rules.uses("organisation"):
            steered = {"governance": text.governance}
            drafting.save_organisation(application, values=steered, roles=text.roles, **given)
        if rules.uses("risker"):
            plan = {"procurement_plan": text.procurement_plan}
            section_rows.save(application, section="risker", values=plan, rows=text.risks, **given)

    def uses(self, section: str) -> bool:
        """Whether the call's form has the section."""
        return self.application.call_version.uses(section)

    def _section(self, section: str, values: dict[str, Any]) -> None:
        self._fill(self.application, self.lead, section, values)

    def _fill(self, application: Application, lead: User, section: str, values: dict[str, Any]) -> None:
        if application.call_version.uses(section):
            drafting.save_section(application, section=section, values=values, unparsed={}, version=None, by=lead)
