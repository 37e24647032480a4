"""The test client, which sends requests without a server."""
