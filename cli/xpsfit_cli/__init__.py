"""The command line of xpsfit."""
