"""What officers fill in, a file per business moment. A form parses and asks; what holds is checked by the services."""
