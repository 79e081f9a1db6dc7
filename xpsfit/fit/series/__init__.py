"""The joint fit of a whole sputter series: shared lines, amounts per level."""
