"""What a document says, one file per document; the row that owes it becomes a stored PDF here."""
