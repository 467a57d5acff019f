"""Names of what a time of somebody's life was given to, and of what relatives are to a person."""

from app.domain.case import Occupation, Relation
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
