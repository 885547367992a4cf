"""The web application under load: pages, derivations, recomputing, importing, publishing at a province's size."""
