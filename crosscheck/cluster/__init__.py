"""Claims to incidents: vectors, copies, linkage."""
