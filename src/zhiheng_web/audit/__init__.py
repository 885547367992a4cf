"""The audit trail (审计记录): every deed one line, chained by digests, in the same transaction as the deed."""
