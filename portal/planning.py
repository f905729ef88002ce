"""How PostgreSQL plans the portal's queries."""

# A page reads an application with a dozen tables round it, joined one by one by their keys in the order that they are
# named. To try all orders of eight of them, which is the default, took PostgreSQL ten times as long as to read the
# rows. An address in DATABASE_URL that has options of its own keeps them.
OPTIONS = {"options": "-c join_collapse_limit=4"}
