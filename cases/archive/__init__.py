"""How long a case is kept once it is over, by its archive category, and when it goes to the archive."""
