"""What takes long and varies little: every width, theme and language. `make test-all` runs it, `make test` does not."""
