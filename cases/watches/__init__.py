"""Wishes to be told of changes in plans: asked for, confirmed, told, ended."""
