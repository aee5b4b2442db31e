"""Texts to unit vectors, behind one small protocol."""
