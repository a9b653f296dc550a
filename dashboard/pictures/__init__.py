"""The pictures of pages that have many: a module per page, named like it."""
