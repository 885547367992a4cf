"""Officers' months."""
