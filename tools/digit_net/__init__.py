"""Trains the small net that `FeatureMapExplorer` opens with: `python -m tools.digit_net`."""
