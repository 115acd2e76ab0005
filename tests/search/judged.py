"""How well the search does on judged queries: NDCG@10 and recall@10, by class of query.

``queries.yaml`` are the project's own, half of which the weights were tuned on. ``queries_unseen.yaml`` was judged from
the content alone, by somebody who had not seen the search; no weight and no synonym was made from it.

Relevance is yes or no. NDCG: the discounted gain of the first ten hits, of what it would be with all that is relevant
first (Järvelin & Kekäläinen 2002). A query that nothing is relevant for is right when it finds nothing.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

import yaml

from search import registry
from search.finding import Search
from search.readers import EVERYONE

OWN, UNSEEN = "queries.yaml", "queries_unseen.yaml"
AT = 10


def judged(file: str) -> list[tuple[str, str, set[int]]]:
    """Return (class, query, the documents that are relevant) of every judged query of ``file``."""
    numbers = {
        f"{kind.model._meta.label_lower}:{record.slug}": kind.document_id(record.pk)
        for kind in registry.kinds()
        for record in kind.model.objects.all()
    }
    rows = yaml.safe_load(Path(__file__).with_name(file).read_text())
    return [(row["class"], row["query"], {numbers[key] for key in row["relevant"]}) for row in rows]


def ndcg(ranked: list[int], relevant: set[int]) -> float:
    gain = sum(1 / math.log2(place + 2) for place, number in enumerate(ranked[:AT]) if number in relevant)
    return gain / sum(1 / math.log2(place + 2) for place in range(min(AT, len(relevant))))


@dataclass
class Result:
    ndcg: dict = field(default_factory=lambda: defaultdict(list))
    recall: dict = field(default_factory=lambda: defaultdict(list))

    def add(self, name, ranked, relevant):
        found = len(relevant & set(ranked[:AT])) / min(AT, len(relevant)) if relevant else float(not ranked)
        self.ndcg[name].append(ndcg(ranked, relevant) if relevant else found)
        self.recall[name].append(found)

    def of_class(self, name) -> tuple[float, float]:
        return mean(self.ndcg[name]), mean(self.recall[name])

    def all(self) -> tuple[float, float]:
        return mean(sum(self.ndcg.values(), [])), mean(sum(self.recall.values(), []))

    def table(self) -> str:
        rows = [(name, *self.of_class(name), len(values)) for name, values in sorted(self.ndcg.items())]
        rows.append(("all", *self.all(), sum(map(len, self.ndcg.values()))))
        return "\n".join(f"{name:11} {gain:.3f} {found:.3f} {number:4}" for name, gain, found, number in rows)


def measure(file: str) -> Result:
    """Ask all judged queries of ``file``, as somebody without an account."""
    result = Result()
    for name, query, relevant in judged(file):
        ranked = [n for n in Search(query, [EVERYONE]).ranked() if n in relevant or is_judged(n, file)]
        result.add(name, ranked, relevant)
    return result


def is_judged(number: int, file: str) -> bool:
    """Whether a hit counts: sources were not judged, organisations in our own only where a query is about one."""
    return registry.kind_of_document(number).name not in (("aktor", "kommun", "kalla") if file == OWN else ("kalla",))
