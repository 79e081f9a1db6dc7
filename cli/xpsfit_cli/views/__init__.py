"""Records of the library turned into grids of text, one module per kind of result."""
