"""A finished check as terminal text, JSON, HTML, Markdown or CSV."""
