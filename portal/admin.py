"""Makes our desk the admin site of the project (architecture.md §8)."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "portal.desk.Desk"
