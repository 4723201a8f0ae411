"""Public registers of cases: what the law makes public of them, and nothing of people."""
