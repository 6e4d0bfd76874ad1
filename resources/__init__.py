"""Data that ships with the program: examples, icons, fonts, translations."""
