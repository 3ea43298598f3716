"""eh: the back office of English early help, on the command line."""

__version__ = "0.1.0"
