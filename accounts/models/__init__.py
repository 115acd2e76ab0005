from .membership import Invitation, JoinRequest, OrganisationMember
from .organisation_request import OrganisationRequest
from .user import User, UserManager

__all__ = ["Invitation", "JoinRequest", "OrganisationMember", "OrganisationRequest", "User", "UserManager"]
