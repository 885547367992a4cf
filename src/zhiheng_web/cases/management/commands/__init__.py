"""Commands of the cases for `zhiheng manage`."""
