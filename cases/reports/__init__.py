"""Errors on the map that people report: what they say, what became of it, the register keepers' desk."""
