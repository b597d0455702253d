"""The reader draws a digit and sees every layer's maps and the answer of a net change with each stroke."""
