"""Webhooks: what is told to other systems, written together with the change, sent by the worker, signed."""
