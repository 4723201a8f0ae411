"""Public registers of cases."""
