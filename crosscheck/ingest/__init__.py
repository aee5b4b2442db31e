"""Files of every accepted kind to articles."""
