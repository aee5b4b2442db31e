"""Claims of one incident to findings, flags, origins and grades."""
