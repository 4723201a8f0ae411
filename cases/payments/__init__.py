"""Fees: orders, attempts to pay them at a provider, refunds. The amount belongs to the order, never to attempts."""
