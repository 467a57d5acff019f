"""Setting of text: the bundled font, widths, where lines may break. Knows nothing of packets and letters."""
