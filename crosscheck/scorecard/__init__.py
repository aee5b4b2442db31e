"""Scores of sources: findings become observations, observations a scorecard."""
