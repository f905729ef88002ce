"""What the authority's own documents say."""
