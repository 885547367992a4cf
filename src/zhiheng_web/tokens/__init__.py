"""Tokens: how a program speaks for an account, within the deeds that the token names."""
