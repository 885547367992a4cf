"""Rule files as they are written: YAML whose every value knows its line. What a rule means is read elsewhere."""

from zhiheng.rulefiles.nodes import Faults, Node, read_node

__all__ = ["Faults", "Node", "read_node"]
