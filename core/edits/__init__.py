"""Edits of a document: functions from document to document, which change all they should or raise and change nothing.

`cells` puts numbers into cells; `rows` makes whole rows anew; `classes`, `samples` and `models` add, remove, rename and
move. What is not touched is shared with the document before. Each returns that document itself if nothing changes.
"""
