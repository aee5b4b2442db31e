"""Truth discovery and source reliability: numbers only, no text, no database."""

from scoring.discovery import fit
from scoring.result import Result

__all__ = ["Result", "fit"]
