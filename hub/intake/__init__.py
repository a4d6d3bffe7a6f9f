"""The few rooms where somebody without an account writes; never frozen."""
