"""Cameras by RTSP: a client that talks to the camera it was told of, and to nobody else.

libav's own follows a camera's redirection to any host, and tells of lost packets only in
what it logs. Here what the camera says (``messages``, ``challenges``, ``description``)
and sends (``packets``, ``order``, ``timeline``) becomes the packets that a demuxer would
give out (``pictures``, ``sound``); ``dialogue`` and ``transport`` do the talking.
"""
