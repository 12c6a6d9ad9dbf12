"""The RTSP client, module by module."""
