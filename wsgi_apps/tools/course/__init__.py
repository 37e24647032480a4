"""The labs as data: their requests, how to send them, and how to compare the answers."""
