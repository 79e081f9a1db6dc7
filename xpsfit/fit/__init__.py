"""Fits of core levels."""
