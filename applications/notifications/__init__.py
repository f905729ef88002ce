"""What a mail says: one function per message, in files by moment. Nothing is told twice."""
