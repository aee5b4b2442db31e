"""Cross-check claims between news outlets; scores live in the sibling package `scoring`."""
