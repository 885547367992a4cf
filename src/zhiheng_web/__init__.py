"""The web application of Zhiheng: Django at the edge, the library `zhiheng` for every rule, date and score."""
