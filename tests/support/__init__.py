"""What the tests share: footage, a camera, a home, a browser."""
