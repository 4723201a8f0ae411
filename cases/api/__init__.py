"""/api/v1/cases/: cases for systems of the offices that handle them. All changes go through the core's functions."""
