"""The back office of the reference groups. Owners see their own area and groups only (see scoping)."""

from referencegroups.admin import consent, group, lottery, member, membership, round

__all__ = ["consent", "group", "lottery", "member", "membership", "round"]
