"""Pages about documents, a module for each kind."""
