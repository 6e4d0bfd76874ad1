"""Shared drawing parts: styles, palettes, the triangle, bars and tables. Panels stand on these."""
