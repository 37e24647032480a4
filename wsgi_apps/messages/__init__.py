"""Layer 2: the request and the response. Standard library only."""
