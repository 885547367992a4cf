"""Writing in supervision, a module for each matter: one function a deed."""
