"""Honest confidence: temperature, reliability, thresholds, and the errors a user can cause."""
