"""Tests: one file a module, plus the servers, the bad inputs and what the README promises."""
