"""Event logs from elsewhere (IEEE XES, CSV, Parquet) become ledgers after a map. Ledgers are read in `ledgers`."""

from zhiheng.ledgers.importing.folder import Imported, import_log
from zhiheng.ledgers.importing.map_reading import built_in_maps, find_map, read_map
from zhiheng.ledgers.importing.maps import LogMap

__all__ = ["Imported", "LogMap", "built_in_maps", "find_map", "import_log", "read_map"]
