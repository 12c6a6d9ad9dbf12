"""Who acts: a person at a screen or a phone, or an automation."""

from custom_components.ring_watch.sharing.model.people import Actor, ActorKind
from homeassistant.auth.models import User
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers.script import script_stack_cv

# The developer tools perform an action as a script of one step, at the hand of the
# administrator who pressed the button.
_AT_HAND = "websocket_api."


async def actor_of(
    hass: HomeAssistant, context: Context, kind: ActorKind = ActorKind.USER
) -> Actor:
    """Return who is behind a context.

    Automations have no user. A script has the user who started it, but its steps were
    written before: whatever runs inside one acts as an automation.
    """
    user = await hass.auth.async_get_user(context.user_id) if context.user_id else None
    stack = script_stack_cv.get() or []
    written_before = any(not name.startswith(_AT_HAND) for name in stack)
    if written_before or context.parent_id is not None:
        kind = ActorKind.AUTOMATION
    return as_actor(user, context.user_id, kind)


def as_actor(
    user: User | None, user_id: str | None, kind: ActorKind = ActorKind.USER
) -> Actor:
    """Return a user as who acts; nobody, and no real person, is an automation."""
    if user is None or user.system_generated:
        return Actor(user_id, False, False, ActorKind.AUTOMATION)
    return Actor(user.id, user.is_admin, user.is_active, kind)
