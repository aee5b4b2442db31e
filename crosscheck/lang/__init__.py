"""Text knowledge without claims: folding, words, phrasebooks, data files per language."""
