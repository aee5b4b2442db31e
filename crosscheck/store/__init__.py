"""The only SQL: tables, migrations, repository."""
