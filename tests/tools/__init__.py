"""The commands on real servers and in browsers, and each exercise of the project."""
