"""Checks: eight rules and the whole catalogue over up to 10^8 events, beside SQL, pandas, PM4Py and a bare scan."""
