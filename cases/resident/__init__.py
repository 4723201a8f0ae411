"""Pages of residents under /sprawy/: find a service, apply in steps, pay, follow the case."""
