"""The window: everything that imports Qt. Stands on `core`, never the other way round."""
