"""The editor of a case's shape: drawn, typed, read from a file, compared with earlier versions."""
