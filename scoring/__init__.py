"""Truth discovery and source reliability: numbers only, no text, no database."""
