"""The faces of sections and other pages: they parse what people type; services decide and save."""
