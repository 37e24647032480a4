"""The hello application of each framework, as its own manual begins."""
