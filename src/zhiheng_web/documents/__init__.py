"""Documents: evidence that people bring (佐证材料) and official documents that the application issues (公文)."""
