"""Reading for the pages, by stage. It never writes."""
