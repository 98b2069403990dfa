"""The running app: camera, hand or card, recognise, steady, overlay, window and film."""
