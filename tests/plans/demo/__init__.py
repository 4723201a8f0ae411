"""The generator of plans: its files, the layouts in them, and what they become when delivered."""

SEED = 4
