"""The OpenAPI document: REST as its views tell it, other services beside it, and what all answers share."""
