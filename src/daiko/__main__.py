"""``python -m daiko``: the same command as ``daiko``."""

from daiko.cli.main import main

if __name__ == "__main__":
    main()
