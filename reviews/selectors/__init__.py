"""What the authority's pages read: queues, the day's work, the dossier, search, meetings, the board's reading."""
