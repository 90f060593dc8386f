"""`python -m tdnreport …`: the same commands where there is no `make`."""

from tdnreport.cli import main

main()
