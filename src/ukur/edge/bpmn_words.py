"""The words about files of SOPs: what in a BPMN file an SOP cannot be, and what to draw instead."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

PROBLEM_WORDS: Mapping[str, Promise] = {
    "procedure_not_utf8": _lazy("This is not a text in UTF-8. Save it as UTF-8 and try again."),
    "bpmn_too_large": _lazy("The file has {found} bytes; at most {limit} are read."),
    "bpmn_not_xml": _lazy("This is not well-formed XML. Export the process again as BPMN 2.0."),
    "bpmn_doctype": _lazy(
        "The file declares a document type or entities, which BPMN does not need. Delete the "
        "declaration."
    ),
    "bpmn_too_deep": _lazy("Elements stand more than {limit} deep, deeper than in any BPMN file."),
    "bpmn_too_many_elements": _lazy(
        "The file has more than {limit} elements; so many are not read."
    ),
    "bpmn_not_bpmn": _lazy(
        "The file begins with “{found}” and not with the definitions of BPMN 2.0. Export the "
        "process again as BPMN 2.0."
    ),
    "bpmn_and_more": _lazy("There are more problems; settle these first."),
    "bpmn_richer": _lazy(
        "An SOP has no “{found}”. Draw it with one start, tasks, exclusive gateways and one end."
    ),
    "bpmn_several": _lazy("This “{found}” is one too many: an SOP has exactly one. Delete it."),
    "bpmn_none": _lazy("There is no “{found}”; draw one."),
    "bpmn_unknown_part": _lazy(
        "“{found}” is not known among the values that Ukur wrote here. Delete it."
    ),
    "bpmn_id_twice": _lazy("The id “{found}” is there twice; give each element its own."),
    "bpmn_no_id": _lazy("The element has no id; give it one."),
    "bpmn_two_lanes": _lazy("“{found}” stands in two lanes; leave it in one."),
    "bpmn_no_lane": _lazy("The task stands in no lane. Move it into the lane of who leads it."),
    "bpmn_flow_to_nowhere": _lazy(
        "The arrow begins or ends at “{found}”, which is not there. Join it to an element."
    ),
    "bpmn_no_way_in": _lazy("No arrow leads here; draw one."),
    "bpmn_no_way_out": _lazy("No arrow leads on from here; draw one."),
    "bpmn_way_into_start": _lazy(
        "An arrow leads back to the start. Let it lead to the first task."
    ),
    "bpmn_way_out_of_end": _lazy("An arrow leaves the end. Delete it."),
    "bpmn_split_without_gateway": _lazy(
        "{found} arrows leave here, so all would be taken at once, which an SOP cannot do. Put an "
        "exclusive gateway behind it."
    ),
    "bpmn_join_and_fork": _lazy(
        "The gateway both joins and forks. Put the task that decides directly before it, and let "
        "the other arrows lead to that task."
    ),
    "bpmn_fork_without_task": _lazy(
        "The gateway forks, but no task stands directly before it. Draw the task in which it is "
        "decided."
    ),
    "bpmn_circle": _lazy("From this gateway the way runs in a circle without any task."),
    "bpmn_condition": _lazy(
        "The condition “{found}” stands on an arrow that has no other way beside it. Delete the "
        "condition, or draw the gateway."
    ),
    "bpmn_condition_other": _lazy(
        "The condition “{found}” would be lost: in an SOP a person decides. Delete it, or write "
        "{wanted}"
    ),
    "bpmn_not_one_way_onward": _lazy(
        "{found} ways lead onward from this gateway. In an SOP exactly one does; all others lead "
        "back to earlier tasks."
    ),
    "bpmn_no_to_the_end": _lazy(
        "A way back cannot lead to the end. Let it lead to an earlier task."
    ),
    "bpmn_decision_ends": _lazy(
        "The decision leads straight to the end. Draw the task that closes the procedure between "
        "them."
    ),
    "bpmn_not_to_the_next": _lazy(
        "Without a decision an SOP goes on to its next row, here “{wanted}”, but the arrow leads "
        "elsewhere."
    ),
    "bpmn_no_label": _lazy(
        "A way out of this gateway has no name. Name the ways, such as Ya, Tidak."
    ),
    "bpmn_documentation": _lazy(
        "Some lines of the documentation belong to no box. Begin each box with one of {boxes} and "
        "further lines of it with two spaces."
    ),
    "bpmn_box_missing": _lazy("The documentation has no line “{box}: …”; add it."),
    "bpmn_no_name": _lazy("The element has no name; give it one."),
    "bpmn_no_key": _lazy("No key can be made of the name. Use letters a to z in it."),
}
"""The sentence of each problem, with its facts in braces."""
