"""Detection: planted faults among lawful look-alikes, and what the whole catalogue finds of them."""
