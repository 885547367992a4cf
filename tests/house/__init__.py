"""Tests of the house itself: sizes, names, words, sources. They read the tree and run nothing of it but `--help`."""
