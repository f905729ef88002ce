"""The look's tables and small drawings: icons, marks, stages, rings; no database, no grants."""
