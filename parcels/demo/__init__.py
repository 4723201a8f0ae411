"""The demo powiat's generator: believable, invented EGiB data; parameters in fixtures/demo.toml."""
