"""Peak models: records, TOML in and out, the models that ship with xpsfit."""

from xpsfit.model.builtin import (
    CARBON_MODEL,
    DEFAULT_MODEL,
    builtin_model,
    builtin_models,
    find_model,
)
from xpsfit.model.check import check_model
from xpsfit.model.read_toml import load_model, parse_model
from xpsfit.model.review import region_remarks, review_model, start_remarks
from xpsfit.model.types import (
    BackgroundModel,
    Component,
    DoubletSplit,
    Link,
    Parameter,
    PeakModel,
    ReferenceLine,
    RegionModel,
    SampleLink,
    Species,
)
from xpsfit.model.write_toml import dump_model

__all__ = [
    "CARBON_MODEL",
    "DEFAULT_MODEL",
    "BackgroundModel",
    "Component",
    "DoubletSplit",
    "Link",
    "Parameter",
    "PeakModel",
    "ReferenceLine",
    "RegionModel",
    "SampleLink",
    "Species",
    "builtin_model",
    "builtin_models",
    "check_model",
    "dump_model",
    "find_model",
    "load_model",
    "parse_model",
    "region_remarks",
    "review_model",
    "start_remarks",
]
