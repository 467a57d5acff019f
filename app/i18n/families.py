"""Names of what a time of somebody's life was given to, and of what relatives are to a person."""

from dataclasses import dataclass

from app.domain.case import Occupation, Relation, Sex
from app.i18n.catalogue import N_

OCCUPATION_NAMES = {
    Occupation.STUDY: N_("Study"),
    Occupation.WORK: N_("Work"),
    Occupation.OTHER: N_("Neither work nor study"),
}
RELATION_NAMES = {
    Relation.SPOUSE: N_("Spouse"),
    Relation.FATHER: N_("Father"),
    Relation.MOTHER: N_("Mother"),
    Relation.SON: N_("Son"),
    Relation.DAUGHTER: N_("Daughter"),
    Relation.CHILD: N_("Child"),
    Relation.PARENT: N_("Parent"),
    Relation.BROTHER: N_("Brother"),
    Relation.SISTER: N_("Sister"),
    Relation.GRANDPARENT: N_("Grandparent"),
    Relation.GRANDCHILD: N_("Grandchild"),
    Relation.PARENT_IN_LAW: N_("Parent-in-law"),
    Relation.OTHER: N_("Other relative"),
}


@dataclass(frozen=True, slots=True)
class Kin:
    """Holds what somebody is to a person: a woman, a man, somebody whose sex is not stated."""

    female: str
    male: str
    either: str

    def of(self, sex: Sex | None) -> str:
        """Return the name for somebody of a sex."""
        return {Sex.FEMALE: self.female, Sex.MALE: self.male}.get(sex or Sex.UNSPECIFIED, self.either)


SPOUSES = Kin(*(RELATION_NAMES[Relation.SPOUSE],) * 3)
CHILDREN = Kin(N_("Daughter"), N_("Son"), N_("Child"))
PARENTS = Kin(N_("Mother"), N_("Father"), N_("Parent"))
SIBLINGS = Kin(N_("Sister"), N_("Brother"), N_("Sibling"))
PARENTS_IN_LAW = Kin(N_("Mother-in-law"), N_("Father-in-law"), N_("Parent-in-law"))
CHILDREN_IN_LAW = Kin(N_("Daughter-in-law"), N_("Son-in-law"), N_("Child's spouse"))
GRANDPARENTS = Kin(N_("Grandmother"), N_("Grandfather"), N_("Grandparent"))
PATERNAL_GRANDPARENTS = Kin(
    N_("Paternal grandmother"), N_("Paternal grandfather"), N_("Paternal grandparent")
)
MATERNAL_GRANDPARENTS = Kin(
    N_("Maternal grandmother"), N_("Maternal grandfather"), N_("Maternal grandparent")
)
GRANDCHILDREN = Kin(N_("Granddaughter"), N_("Grandson"), N_("Grandchild"))
CHILDREN_OF_A_SON = Kin(
    N_("Granddaughter (son's daughter)"), N_("Grandson (son's son)"), N_("Grandchild (son's child)")
)
CHILDREN_OF_A_DAUGHTER = Kin(
    N_("Granddaughter (daughter's daughter)"),
    N_("Grandson (daughter's son)"),
    N_("Grandchild (daughter's child)"),
)
_BY_SEX = {
    Relation.CHILD: CHILDREN,
    Relation.PARENT: PARENTS,
    Relation.GRANDPARENT: GRANDPARENTS,
    Relation.GRANDCHILD: GRANDCHILDREN,
    Relation.PARENT_IN_LAW: PARENTS_IN_LAW,
}


def relation_name(relation: Relation, sex: Sex | None) -> str:
    """Return the name of what a relative of a sex is to a person."""
    by_sex = _BY_SEX.get(relation)
    return RELATION_NAMES[relation] if by_sex is None else by_sex.of(sex)
