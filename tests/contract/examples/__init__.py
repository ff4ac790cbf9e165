"""Examples for the API's description, taken from what the tests send and get."""
