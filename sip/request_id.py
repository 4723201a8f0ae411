"""The id of the request that is being answered, for logs and events; empty outside of requests."""

from contextvars import ContextVar

# Set for the length of a request by the middleware that names requests.
current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")
