"""A result in the words of a paper: the methods text, and what it cannot say.

>>> from xpsfit.account import WANTED
>>> WANTED[0].name
'pass energy'
"""

from xpsfit.account.missing import WANTED, Wanted, missing
from xpsfit.account.text import methods_paragraphs, methods_text

__all__ = ["WANTED", "Wanted", "methods_paragraphs", "methods_text", "missing"]
