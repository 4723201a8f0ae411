"""A case as one file to hand on: to another office, a court, an archive; and the check that nothing in it changed."""
