"""The contract training and live share: patches, labels, networks, stamps, and weights."""
