"""Speed and memory, measured beside other people's programs. Ratios taken in one run count; absolute figures do not."""
