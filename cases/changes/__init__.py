"""What became of cases, in the order it was committed: for systems that ask what is new, and for webhooks."""
