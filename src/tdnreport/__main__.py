"""`python -m tdnreport …`: the same commands where there is no `make`."""

from tdnreport.cli import main

if __name__ == "__main__":
    main()
