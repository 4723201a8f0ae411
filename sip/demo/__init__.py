"""The invented powiat as a whole: the commands that have it drawn, planned and delivered.

Above `parcels` and `plans`, because it is the only place that may know both. The rooms stay strangers in their demos
as they are in the registers: the generator of parcels writes what the land is (parcels/demo/land.py), the generator
of plans reads that file as a planning office reads a map (plans/demo/land.py), and neither imports the other. A
generator of plans inside `parcels` would have turned that round for the sake of data that nobody needs in production.
"""
