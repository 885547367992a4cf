"""Reading in training, a module for each matter. Nothing is written here."""
