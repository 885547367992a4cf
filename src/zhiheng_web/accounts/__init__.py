"""Accounts (账号): who signs in, how, and the doors that close on too many failures."""
