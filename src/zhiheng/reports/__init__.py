"""Results in the forms people read: page, spreadsheet, official document, blank form. No score is computed here."""
