"""The labs, on servers and in browsers; and a program of the course, as a student has it."""
