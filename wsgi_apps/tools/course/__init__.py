"""The labs as data: the list of requests of each, how to send them, and how to hold answers against each other."""
