"""The nouns of the system: frozen, standard library only. No file is read and no rule is applied here."""
