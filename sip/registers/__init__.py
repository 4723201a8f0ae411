"""Versioned registers: rows with two times, staged, checked, compared, published as a whole and rolled back."""
