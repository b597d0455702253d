"""Ranks the drawn pets that `NeighbourExplorer` opens with: `python -m tools.neighbours`."""
