"""What needs more than one document: states of agreements, texts behind mentions, chains of revisions."""
