"""The test client: requests without a server."""
