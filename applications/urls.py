"""Addresses of applications: Swedish paths, English names."""

from django.urls import path

from .views import (
    accepting,
    cases,
    claiming,
    completing,
    drafting,
    ideas,
    my_pages,
    projects,
    public,
    reporting,
    submitting,
    uploads,
)

app_name = "applications"
urlpatterns = [
    path("utlysningar/<slug:slug>/", public.call, name="call"),
    path("mina-sidor/", my_pages.my_pages, name="my_pages"),
    path("ideer/ny/", ideas.idea_new, name="idea_new"),
    path("ideer/<uuid:pk>/", ideas.idea, name="idea"),
    path("ideer/<uuid:pk>/skriv/", ideas.idea_edit, name="idea_edit"),
    path("ideer/<uuid:pk>/dela/", ideas.idea_share, name="idea_share"),
    path("ideer/<uuid:pk>/ta-bort/", ideas.idea_delete, name="idea_delete"),
    path("ideer/<uuid:pk>/ansok/", ideas.idea_convert, name="idea_convert"),
    path("ansokningar/ny/<slug:slug>/", drafting.application_new, name="application_new"),
    path("ansokningar/<uuid:pk>/", drafting.application, name="application"),
    path("ansokningar/<uuid:pk>/ta-bort/", drafting.application_delete, name="application_delete"),
    path("ansokningar/<uuid:pk>/granska/", submitting.review, name="review"),
    path("ansokningar/<uuid:pk>/skicka-in/", submitting.submit, name="application_submit"),
    path("ansokningar/<uuid:pk>/kvitto/", submitting.receipt, name="receipt"),
    path("ansokningar/<uuid:pk>/inskickad/<int:number>/", submitting.sent, name="sent"),
    path("ansokningar/<uuid:pk>/komplettera/", completing.completion, name="completion"),
    path("ansokningar/<uuid:pk>/bilagor/lagg-in/", uploads.attachment_add, name="attachment_add"),
    path("ansokningar/<uuid:pk>/bilagor/<uuid:attachment>/", uploads.attachment, name="attachment"),
    path(
        "ansokningar/<uuid:pk>/bilagor/<uuid:attachment>/ta-bort/", uploads.attachment_remove, name="attachment_remove"
    ),
    path("ansokningar/<uuid:pk>/<slug:section>/", drafting.section, name="section"),
    path("arenden/<uuid:pk>/", cases.case, name="case"),
    path("handlingar/<uuid:pk>/", cases.document, name="document"),
    path("projekt/<uuid:pk>/", projects.project, name="project"),
    path("projekt/<uuid:pk>/godkann/", accepting.project_accept, name="project_accept"),
    path("rapporter/<uuid:pk>/", reporting.report, name="report"),
    path("rekvisitioner/<uuid:pk>/", claiming.claim, name="claim"),
]
