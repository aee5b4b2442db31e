"""Truth discovery and source reliability: numbers only, no text, no database."""

from scoring.discovery import fit
from scoring.ledger import Ledger
from scoring.options import Options
from scoring.result import Result

__all__ = ["Ledger", "Options", "Result", "fit"]
