"""`python -m shell`: the program, without its launcher."""

from .main import start

start()
