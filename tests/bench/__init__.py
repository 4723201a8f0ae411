"""Speed side by side in one run: what others or the database alone do, then ours. See `python -m tests.bench -h`."""
