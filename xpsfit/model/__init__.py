"""Peak models."""
