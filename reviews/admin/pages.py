"""The desk's addresses, its menu and its front page, hung on the admin site."""

from typing import cast

from django.contrib import admin
from django.urls import URLPattern, path

from portal.desk import Desk

from . import (
    boards,
    call_fund,
    call_pages,
    call_statistics,
    calls,
    case,
    checklist_pages,
    closing,
    conflicts,
    decision_requests,
    delay,
    dialogue,
    economy,
    frame,
    funds,
    hearing,
    helping,
    meetings,
    memo_pages,
    messages,
    moves,
    paper,
    plans,
    preparing,
    questions,
    queues,
    ranking,
    referrals,
    search,
    statistics,
    steps,
    today,
)


def urls(desk: Desk) -> list[URLPattern]:
    """Our pages within the admin; which of them a person may open stands on the sheet (reviews/access.py)."""
    wrap = desk.admin_view
    own, call = "arenden/<uuid:pk>/", "utlysningar/<uuid:pk>/"
    return [
        path("koer/<slug:key>/", wrap(queues.queue), name="queue"),
        path("koer/<slug:key>/fordela/", wrap(queues.assign), name="queue_assign"),
        path("koer/<slug:key>/vyer/", wrap(queues.save_view), name="queue_view"),
        path("koer/<slug:key>/vyer/<int:view>/andra/", wrap(queues.change_view), name="queue_view_change"),
        path("koer/<slug:key>/vyer/<int:view>/ta-bort/", wrap(queues.remove_view), name="queue_view_remove"),
        path("koer/<slug:key>/lista.<slug:kind>", wrap(queues.file), name="queue_file"),
        path("hjalp/", wrap(helping.page), name="help"),
        path("sok/", wrap(search.search), name="search"),
        path("statistik/", wrap(statistics.page), name="statistics"),
        path("statistik.csv", wrap(statistics.table), name="statistics_csv"),
        path(own, wrap(case.overview), name="case"),
        path(f"{own}ansokan/", wrap(case.application), name="case_application"),
        path(f"{own}ekonomi/", wrap(case.money), name="case_money"),
        path(f"{own}bedomning/", wrap(case.assessment), name="case_assessment"),
        path(f"{own}projekt/", wrap(case.project), name="case_project"),
        path(f"{own}handlingar/", wrap(case.documents), name="case_documents"),
        path(f"{own}historik/", wrap(case.case_history), name="case_history"),
        path(f"{own}meddelanden/", wrap(messages.case_messages), name="case_messages"),
        path(f"{own}meddelanden/last/", wrap(messages.read), name="case_message_read"),
        path(f"{own}meddelanden/<uuid:file>/", wrap(messages.file), name="case_message_file"),
        path(f"{own}aterkallelse/", wrap(messages.letter), name="case_letter"),
        path(f"{own}bilagor/<uuid:attachment>/", wrap(case.attachment), name="case_attachment"),
        path(f"{own}jav/", wrap(conflicts.answer), name="case_conflict"),
        path(f"{own}jav/kollega/", wrap(conflicts.point_out), name="case_conflict_raise"),
        path(f"{own}jav/<uuid:question>/", wrap(conflicts.rule), name="case_conflict_rule"),
        path(f"{own}kontroll/", wrap(preparing.check), name="case_check"),
        path(f"{own}bedom/", wrap(preparing.assess), name="case_assess"),
        path(f"{own}gemensam-bedomning/", wrap(preparing.agree), name="case_agree"),
        path(f"{own}ekonomisk-granskning/", wrap(economy.review), name="case_economy"),
        path(f"{own}statsstod/", wrap(economy.state_aid), name="case_state_aid"),
        path(f"{own}forslag/", wrap(preparing.propose), name="case_propose"),
        path(f"{own}tjansteutlatande/", wrap(memo_pages.show), name="case_memo"),
        path(f"{own}tjansteutlatande/texter/", wrap(memo_pages.write), name="case_memo_text"),
        path(f"{own}anteckning/", wrap(preparing.note), name="case_note"),
        path(f"{own}handlaggare/", wrap(preparing.officer), name="case_officer"),
        path(f"{own}forsening/", wrap(delay.delay), name="case_delay"),
        path(f"{own}begaran-om-avgorande/", wrap(decision_requests.answer), name="case_decision_request"),
        path(f"{own}kommunicera/", wrap(hearing.hear), name="case_hear"),
        path(f"{own}kommunicera/avsta/", wrap(hearing.waive), name="case_hear_waive"),
        path(f"{own}ta-over/", wrap(preparing.take_over), name="case_take_over"),
        path(f"{own}nasta-steg/", wrap(steps.hand_on), name="case_hand_on"),
        path(f"{own}villkor/<int:condition>/", wrap(preparing.condition), name="case_condition"),
        path(f"{own}avslut/", wrap(closing.proposal), name="case_closing"),
        path(f"{own}styrgrupp/", wrap(closing.steering), name="case_steering"),
        path(f"{own}plan/", wrap(plans.plan), name="case_plan"),
        path(f"{own}plan/<uuid:plan>/", wrap(plans.review), name="case_plan_review"),
        path(f"{own}lista/<slug:phase>/", wrap(plans.activity_new), name="case_activity_new"),
        path(f"{own}att-gora/<uuid:activity>/", wrap(plans.activity), name="case_activity"),
        path(f"{own}remiss/", wrap(referrals.send), name="case_referral"),
        path(f"{own}remiss/<uuid:response>/", wrap(referrals.end), name="case_referral_end"),
        path(f"{own}kalla/", wrap(dialogue.call), name="case_call"),
        path("moten/", wrap(dialogue.meeting_list), name="dialogues"),
        path("moten/rad/", wrap(dialogue.offer), name="dialogue_offer"),
        path("moten/traff/", wrap(dialogue.gathering), name="dialogue_gathering"),
        path("moten/<uuid:pk>/", wrap(dialogue.meeting), name="dialogue"),
        path("moten/<uuid:pk>/kalender.ics", wrap(dialogue.calendar_file), name="dialogue_file"),
        path("moten/<uuid:pk>/andra/", wrap(dialogue.change), name="dialogue_change"),
        path("moten/<uuid:pk>/stall-in/", wrap(dialogue.cancel), name="dialogue_cancel"),
        path("moten/<uuid:pk>/anteckna/", wrap(dialogue.sum_up), name="dialogue_sum_up"),
        path("moten/<uuid:pk>/ta-bort/", wrap(dialogue.take_back), name="dialogue_take_back"),
        path(f"{own}<slug:machine>/<uuid:obj>/<slug:move>/", wrap(moves.move), name="case_move"),
        path("oronmarkt/", wrap(funds.fund_list), name="funds"),
        path("oronmarkt/ny/", wrap(funds.earmark), name="fund_earmark"),
        path("oronmarkt/<uuid:pk>/", wrap(funds.fund), name="fund"),
        path("oronmarkt/<uuid:pk>/hoj/", wrap(funds.raise_earmark), name="fund_raise"),
        path("oronmarkt/<uuid:pk>/ratta/", wrap(funds.correct), name="fund_correct"),
        path("oronmarkt/<uuid:pk>/namn/", wrap(funds.rename), name="fund_rename"),
        path("oronmarkt/<uuid:pk>/bind/<uuid:decision>/", wrap(funds.bind), name="fund_bind"),
        path("utlysningar/<uuid:pk>/fragor/", wrap(questions.question_list), name="call_questions"),
        path("utlysningar/<uuid:pk>/ny-fraga/", wrap(questions.new), name="call_question_new"),
        path("utlysningar/<uuid:pk>/fragor/<slug:key>/", wrap(questions.change), name="call_question"),
        path("utlysningar/<uuid:pk>/fragor/<slug:key>/ta-bort/", wrap(questions.remove), name="call_question_remove"),
        path("idekollen/<uuid:pk>/forhandsgranska/", wrap(checklist_pages.preview), name="checklist_preview"),
        path("idekollen/<uuid:pk>/publicera/", wrap(checklist_pages.publish), name="checklist_publish"),
        path("idekollen/<uuid:pk>/ny-utgava/", wrap(checklist_pages.copy), name="checklist_copy"),
        path("idekollen/<uuid:pk>/statistik/", wrap(checklist_pages.figures), name="checklist_statistics"),
        path("idekollen/<uuid:pk>/statistik.csv", wrap(checklist_pages.export), name="checklist_csv"),
        path("namnder/", wrap(boards.board_list), name="boards"),
        path("namnder/<uuid:pk>/eftertradare/", wrap(boards.succeed), name="board_succeed"),
        path(call, wrap(calls.call), name="call"),
        path(f"{call}rangordning/", wrap(ranking.page), name="call_ranking"),
        path(f"{call}rangordning/fil.<slug:kind>", wrap(ranking.file), name="call_ranking_file"),
        path(f"{call}rangordning/<uuid:case>/", wrap(ranking.place), name="call_rank_place"),
        path(f"{call}jamfor/", wrap(ranking.compare), name="call_compare"),
        path(f"{call}ta-bort/", wrap(call_pages.remove), name="call_remove"),
        path(f"{call}regler/", wrap(call_pages.rules), name="call_rules"),
        path(f"{call}regler/<int:number>/", wrap(calls.version), name="call_version"),
        path(f"{call}publicera/", wrap(call_pages.publish), name="call_publish"),
        path(f"{call}kopiera/", wrap(call_pages.copy), name="call_copy"),
        path(f"{call}tider/ny/", wrap(call_pages.window_add), name="call_window_add"),
        path(f"{call}tider/<uuid:window>/", wrap(call_pages.window), name="call_window"),
        path(f"{call}tider/<uuid:window>/ta-bort/", wrap(call_pages.window_remove), name="call_window_remove"),
        path(f"{call}tider/<uuid:window>/forlang/", wrap(call_pages.extend), name="call_extend"),
        path(f"{call}oronmarkt/", wrap(call_fund.choose), name="call_fund"),
        path(f"{call}statistik/", wrap(call_statistics.figures), name="call_statistics"),
        path(f"{call}statistik.csv", wrap(call_statistics.table), name="call_statistics_csv"),
        path(f"{call}statistik.json", wrap(call_statistics.export), name="call_statistics_json"),
        path("registrera/", wrap(paper.new), name="paper_new"),
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
