"""What the owner sees and touches in Home Assistant's frontend."""
