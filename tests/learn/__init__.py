"""`learn` on real servers, and each exercise of the project."""
