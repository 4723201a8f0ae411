"""Who borders on the land of a case: parcels found with reasons, saved as lists in versions, letters to the parties."""
