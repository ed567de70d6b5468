"""The line language: text into words, words into a tree, the tree into commands that run."""
