"""Data sets to shipped ONNX models: load, augment, train, search, track, evaluate, export."""
