"""Invented cases for the demo: made by the core's own functions, as people would have made them over two years."""
