"""The least that the functions framework can serve."""

import functions_framework


@functions_framework.http
def entry(request):
    return "hello"
