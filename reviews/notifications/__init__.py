"""What mails of the authority's own work say: one function per message. How they are sent, applications knows."""
