"""Addresses of reviews outside the admin: the members' page, and the page of who is asked for an answer."""

from django.urls import URLPattern, path

from .views import board, referral

app_name = "reviews"
urlpatterns: list[URLPattern] = [
    path("namnd/", board.board, name="board"),
    path("namnd/arenden/<uuid:pk>/jav/", board.conflict, name="board_conflict"),
    path("namnd/beslut/<uuid:pk>/", board.decision, name="board_decision"),
    path("namnd/handlingar/<uuid:pk>/", board.document, name="board_document"),
    path("yttrande/<str:token>/", referral.answer, name="referral"),
]
