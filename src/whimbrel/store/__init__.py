"""The record store: one DuckDB file, many hands.

`database.py` is the way in. `schema.py` holds tables and migrations, `rows.py` turns records into
Arrow tables, `writing.py` is the one transaction that writes a batch, `query.py` turns a filter
into SQL, `access.py` opens the file among others who want it, `inbox.py` is for a process that
keeps the file open.
"""
