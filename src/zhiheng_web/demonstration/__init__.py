"""The demonstration: a fictional province and corps with two years finished, one under way, made by the real deeds."""
