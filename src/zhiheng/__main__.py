"""`python -m zhiheng`: the same door as the command `zhiheng`."""

from zhiheng.cli import main

if __name__ == "__main__":
    main()
