"""Bundles: a result with all that it was made from, sealed with digests, and the verifier that makes it again."""

from zhiheng.seal.archive import Limits
from zhiheng.seal.comparing import Difference
from zhiheng.seal.manifest import FORMAT
from zhiheng.seal.sealing import Sealed, seal_result
from zhiheng.seal.verifying import Verdict, verify_bundle

__all__ = ["FORMAT", "Difference", "Limits", "Sealed", "Verdict", "seal_result", "verify_bundle"]
