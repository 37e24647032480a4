"""The tables of good and bad requests, and who runs them."""
