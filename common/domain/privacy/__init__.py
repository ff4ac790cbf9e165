"""What the law on personal data asks for (UU 27/2022): one's own data as a file, and an end to what is over."""
