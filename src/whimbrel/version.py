"""The version of Whimbrel, written once."""

__version__ = "0.1.0"
