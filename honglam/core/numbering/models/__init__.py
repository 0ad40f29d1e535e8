"""Records of numbering."""

from honglam.core.numbering.models.series import CodeSeries

__all__ = ["CodeSeries"]
