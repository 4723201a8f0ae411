"""Documents of cases: received, checked, kept privately in versions, handed out by permission only."""
