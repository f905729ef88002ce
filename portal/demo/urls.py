"""Addresses of the demo: mails that went nowhere, and a clock that can be moved."""

from django.urls import path

from . import views

app_name = "demo"
urlpatterns = [
    path("mejl/", views.mails, name="mails"),
    path("mejl/<int:pk>/", views.mail, name="mail"),
    path("klocka/", views.clock_page, name="clock"),
    path("underskrift/", views.signing_page, name="signing"),
]
