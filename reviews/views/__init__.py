"""Pages of the authority outside the admin."""
