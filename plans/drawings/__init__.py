"""Georeferenced pictures of plan drawings: untrusted TIFFs in, tiles of the PL-1992 grid out."""
