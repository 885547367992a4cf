"""The portal: published results for everyone, the downloads, how to verify them. It stores nothing of its own."""
