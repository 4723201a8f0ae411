"""Search: what was typed is understood without the database, then looked for, then put in order."""
