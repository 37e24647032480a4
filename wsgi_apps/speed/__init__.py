"""Beside the core: the same responses, sooner. The modules override named steps of the core. You may skip them."""
