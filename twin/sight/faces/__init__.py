"""Which cameras see which faces of a moment."""
