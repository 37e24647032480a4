"""The rules of the house: who imports whom, the public names, the types."""
