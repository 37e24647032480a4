"""A program of the course, as a student has it."""
