"""Stories of the demo: each carries a case through the same services that the pages use, on a clock of its own."""
