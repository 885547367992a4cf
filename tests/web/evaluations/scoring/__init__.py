"""The engine asked with what people established: rows put in, results kept."""
