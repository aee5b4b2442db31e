"""Truth discovery and source reliability: numbers only, no text, no database."""

from scoring.changes import Change, change_points
from scoring.discovery import fit
from scoring.ledger import Ledger
from scoring.options import Options
from scoring.result import Result

__all__ = ["Change", "Ledger", "Options", "Result", "change_points", "fit"]
