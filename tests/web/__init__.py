"""Tests of the web application, a folder an app."""
