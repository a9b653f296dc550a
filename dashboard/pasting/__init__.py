"""What stands behind a box for numbers: grammars of printouts and tables, commas, files."""
