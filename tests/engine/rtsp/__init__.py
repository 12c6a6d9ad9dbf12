"""The parts of the RTSP client that touch no network."""
