"""Pages of surveys: keeping them, the page of the public, calls, results."""
