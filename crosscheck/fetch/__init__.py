"""Web addresses to bytes, politely; the only place that opens a connection."""
