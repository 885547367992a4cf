"""Writing in training, a module for each matter: one function a deed."""
