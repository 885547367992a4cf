"""Menu entries of the stages; `menu` loads every module here."""
