"""OpenID Connect: the sign-in of somebody else's server, by authorisation code with PKCE."""
