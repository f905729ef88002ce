"""The desk's addresses, its menu and its front page, hung on the admin site."""

from typing import cast

from django.contrib import admin
from django.urls import URLPattern, path

from portal.desk import Desk

from . import case, frame, meetings, moves, preparing, queues, search, today


def urls(desk: Desk) -> list[URLPattern]:
    """Our pages within the admin; which of them a person may open stands on the sheet (reviews/access.py)."""
    wrap = desk.admin_view
    own = "arenden/<uuid:pk>/"
    return [
        path("koer/<slug:key>/", wrap(queues.queue), name="queue"),
        path("sok/", wrap(search.search), name="search"),
        path(own, wrap(case.overview), name="case"),
        path(f"{own}ansokan/", wrap(case.application), name="case_application"),
        path(f"{own}ekonomi/", wrap(case.money), name="case_money"),
        path(f"{own}bedomning/", wrap(case.assessment), name="case_assessment"),
        path(f"{own}projekt/", wrap(case.project), name="case_project"),
        path(f"{own}handlingar/", wrap(case.documents), name="case_documents"),
        path(f"{own}historik/", wrap(case.case_history), name="case_history"),
        path(f"{own}bilagor/<uuid:attachment>/", wrap(case.attachment), name="case_attachment"),
        path(f"{own}jav/", wrap(preparing.conflict), name="case_conflict"),
        path(f"{own}kontroll/", wrap(preparing.check), name="case_check"),
        path(f"{own}bedom/", wrap(preparing.assess), name="case_assess"),
        path(f"{own}forslag/", wrap(preparing.propose), name="case_propose"),
        path(f"{own}anteckning/", wrap(preparing.note), name="case_note"),
        path(f"{own}handlaggare/", wrap(preparing.officer), name="case_officer"),
        path(f"{own}villkor/<int:condition>/", wrap(preparing.condition), name="case_condition"),
        path(f"{own}<slug:machine>/<uuid:obj>/<slug:move>/", wrap(moves.move), name="case_move"),
        path("sammantraden/", wrap(meetings.meeting_list), name="meetings"),
        path("sammantraden/nytt/", wrap(meetings.plan), name="meeting_plan"),
        path("sammantraden/<uuid:pk>/", wrap(meetings.meeting), name="meeting"),
        path("sammantraden/<uuid:pk>/hall/", wrap(meetings.hold), name="meeting_hold"),
        path("sammantraden/<uuid:pk>/anmal/", wrap(meetings.report), name="meeting_report"),
    ]


OURS = frozenset({"accounts", "applications", "reviews"})


def leave_out_libraries() -> None:
    """Rows of libraries (mails, groups, addresses) are not kept at the desk: a mail's text belongs to its case."""
    for model in [model for model in admin.site._registry if model._meta.app_label not in OURS]:
        admin.site.unregister(model)


leave_out_libraries()  # this app is the last to be discovered
desk = cast(Desk, admin.site)  # portal/admin.py makes it the project's admin site
desk.add_pages(urls)
desk.add_menu(frame.menu)
desk.set_front_page(today.today)
