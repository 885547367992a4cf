"""Cases and their files: what the ledgers tell of a case in one place, the documents of its file, the search."""
