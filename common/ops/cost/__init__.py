"""What a campus costs a month, and what is gained by functions: prices, a simulated year, five architectures.

`python -m common cost` prints the answer; the figures and the plot of common/docs/cost.md are made by it and compared.
"""
