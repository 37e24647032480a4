"""The pages are true: their commands, listings, numbers and links."""
