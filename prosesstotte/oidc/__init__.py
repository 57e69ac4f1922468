"""Login through the municipality's OpenID Connect provider: by settings alone (docs/innlogging.md).

tokens     what the provider says, believed only when signature, issuer, audience, time and nonce are right
provider   allauth's flow (authorisation code, PKCE, state), with the nonce and the checks it lacks
people     whose account it is, and the roles that the provider's groups give
session    what a session remembers of it: the second factor, and the way out
views      the two addresses, and calm pages when something is wrong
"""
