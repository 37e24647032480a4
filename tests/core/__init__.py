"""The core alone: without any library, and with the quick ways and without them."""
