"""Bodies (机构): the tree of bodies and sections, posts held at them, leading groups, transfers with dates."""
