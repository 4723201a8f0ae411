"""Clients: systems of an office that work on its cases by themselves, each with what it may do and until when."""
