"""Who is calling: roles, actors, tokens, keys and passwords."""

from common.platform.auth.actor import ANY_ROLE, ANY_SESSION, NOBODY, PUBLIC, SYSTEM, Actor, Role

__all__ = ["ANY_ROLE", "ANY_SESSION", "NOBODY", "PUBLIC", "SYSTEM", "Actor", "Role"]
