"""Gates: what must be in place before a move. Each returns what is missing, in Swedish."""
