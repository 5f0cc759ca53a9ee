"""Every paper that the program makes, as a sample: what all of them keep to is tested on all."""

from tests import sample_papers
from tests.sample_plan_papers import PLAN_PAPERS
from ukur.domain.papers import Paper

PAPERS: dict[str, Paper] = {**sample_papers.PAPERS, **PLAN_PAPERS}
