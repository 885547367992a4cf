"""Reading in supervision, a module for each matter. Nothing is written here."""
