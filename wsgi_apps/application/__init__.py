"""Layer 3: the application. The core ends here. Standard library only."""
