"""Mails about cases: written together with what they tell of, sent by the worker, listed in the outbox."""
