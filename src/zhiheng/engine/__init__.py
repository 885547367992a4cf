"""The engine: inputs out of a ledger, points out of inputs, and the tree of how each score came about."""
