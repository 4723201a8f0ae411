"""The land a case is about: parcels as filed, shapes with their versions, what became of the parcels since."""
