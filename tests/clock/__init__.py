"""Tests with the clock moved: to the ends of months and years, a leap day, and a day on which clocks are set."""
