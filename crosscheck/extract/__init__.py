"""Article to claims: one slot reader a module."""
