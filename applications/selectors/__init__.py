"""Reading: what is there, for whom, and what is owed. Nothing here writes."""
