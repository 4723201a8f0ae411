"""Two versions of a shape side by side: what one has and the other has not."""

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from cases.desk.geometry import ground


@dataclass(frozen=True, slots=True)
class Difference:
    """From BEFORE to AFTER, in EPSG:2180; `gained` and `lost` are None where nothing is."""

    before: BaseGeometry
    after: BaseGeometry
    gained: BaseGeometry | None
    lost: BaseGeometry | None

    @property
    def before_words(self) -> str:
        return ground.size_words(self.before)

    @property
    def after_words(self) -> str:
        return ground.size_words(self.after)

    @property
    def gained_words(self) -> str:
        return _words(self.gained)

    @property
    def lost_words(self) -> str:
        return _words(self.lost)

    @property
    def change_words(self) -> str:
        return ground.difference_words(ground.area_of(self.after) - ground.area_of(self.before))


def difference(before: BaseGeometry, after: BaseGeometry) -> Difference:
    return Difference(before, after, _only(after, before), _only(before, after))


def _only(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry | None:
    left = one.difference(other)
    return None if left.is_empty else left


def _words(shape: BaseGeometry | None) -> str:
    return "–" if shape is None else ground.size_words(shape)
