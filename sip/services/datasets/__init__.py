"""Predefined data sets of the land register: feeds of their download service, metadata, a catalogue."""
