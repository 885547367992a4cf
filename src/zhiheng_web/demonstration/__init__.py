"""The demonstration: a fictional province, corps and county bureau, their years made by the real deeds."""
