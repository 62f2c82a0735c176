"""Writes svc.json: what scikit-learn's SVC decides on small sets, and what the membership inference attack built on it reports.

Run with Debian's python3-sklearn: /usr/bin/python3 make_svc_fixtures.py
"""
import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.svm import SVC

rng = np.random.default_rng(20240)


def decimal(values):
    """Doubles with the few digits that tell float32 numbers apart, so that the file is small and both sides read the same numbers."""
    return np.vectorize(lambda v: float(str(np.float32(v))))(np.asarray(values, dtype=np.float64))


def confidences(count, margin, spread):
    """p_y of a two-class softmax in float32: many are exactly 1, or one of the few numbers just below."""
    return decimal(1 / (1 + np.exp(-rng.normal(margin, spread, count).astype(np.float32))))


def fit(x, y, c=3.0, gamma="auto"):
    return SVC(C=c, gamma=gamma, kernel="rbf", tol=1e-6, cache_size=1000).fit(x, y)


def case(name, positive, negative, c=3.0, gamma=None):
    positive, negative = (decimal(np.reshape(p, (len(p), -1))) for p in (positive, negative))
    x = np.concatenate([positive, negative])
    y = np.repeat([1, 0], [len(positive), len(negative)])
    order = rng.permutation(len(y))
    x, y = x[order], y[order]
    low, high = x.min(0), x.max(0)
    queries = decimal(np.concatenate([x[:15], rng.uniform(low - 0.1 * (high - low) - 0.01, high + 0.1 * (high - low) + 0.01, (25, x.shape[1]))]))
    svc = fit(x, y, c, gamma or "auto")
    return {
        "name": name, "c": c, "gamma": gamma, "features": x.tolist(), "labels": y.tolist(), "queries": queries.tolist(),
        "decisions": svc.decision_function(queries).tolist(), "predictions": svc.predict(queries).tolist(),
    }


def attack(name, members, non_members, forgotten):
    n = min(len(members), len(non_members))
    svc = fit(np.concatenate([members[:n], non_members[:n]])[:, None], np.repeat([1, 0], n))
    decisions = svc.decision_function(forgotten[:, None])
    # A sample on the boundary to within the solvers' tolerance may fall on either side, unless all are there exactly.
    sure = np.abs(decisions) > 1e-4 if np.any(decisions) else np.full(len(forgotten), True)
    return {
        "name": name, "members": members.tolist(), "nonMembers": non_members.tolist(), "forgotten": forgotten[sure].tolist(),
        "percent": 100 * float(np.mean(svc.predict(forgotten[sure][:, None]) == 0)),
    }


normal = rng.normal
both = normal(0, 1, (40, 2))
svc = [
    case("overlapping confidences with ties", confidences(500, 10, 5), confidences(500, 7, 5)),
    case("2000 + 2000 confidences", confidences(2000, 6, 3), confidences(2000, 4, 4)),
    case("two features", normal(0, 1, (120, 2)), normal(0.8, 1.3, (100, 2))),
    case("five features", normal(0, 1, (100, 5)), normal(0.5, 1.5, (100, 5))),
    case("unbalanced", normal(0, 1, (300, 2)), normal(1, 0.7, (12, 2))),
    case("one of each class", [[0.2]], [[0.9]]),
    case("two against one", [[0.2], [0.4]], [[0.9]]),
    case("the same points in both classes", np.concatenate([both, normal(1, 1, (20, 2))]), np.concatenate([both, both[:10]])),
    case("all points alike", np.ones(30), np.ones(30)),
    case("all confidences near one", 1 - 6e-8 * rng.integers(0, 9, 200), 1 - 6e-8 * rng.integers(0, 40, 200)),
    case("separable", normal(-4, 1, (60, 2)), normal(4, 1, (60, 2))),
    case("large C and γ: many vectors between their bounds", normal(0, 1, (80, 2)), normal(0.7, 1, (80, 2)), c=100.0, gamma=5.0),
    case("small C: every vector at its bound", normal(0, 1, (50, 2)), normal(1, 1, (50, 2)), c=0.01, gamma=0.3),
]
attacks = [
    attack("retrained", confidences(400, 9, 2), confidences(400, 5, 4), confidences(300, 5, 4)),
    attack("original", confidences(400, 9, 2), confidences(400, 5, 4), confidences(300, 9, 2)),
    attack("forgotten to be wrong", confidences(400, 7, 3), confidences(400, 5, 4), confidences(300, -6, 3)),
    attack("more members than non-members", confidences(700, 9, 2), confidences(300, 4, 4), confidences(200, 5, 4)),
    attack("fewer members than non-members", confidences(200, 9, 2), confidences(500, 4, 4), confidences(200, 5, 4)),
    attack("every decision on the boundary", np.ones(50), np.ones(50), np.ones(20)),
]
text = json.dumps({"scikitLearn": sklearn.__version__, "svc": svc, "attacks": attacks}, ensure_ascii=False, separators=(",", ":"))
Path(__file__).with_name("svc.json").write_text(text + "\n", encoding="utf-8")
print(len(text), "characters;", *(f"\n{a['name']}: {a['percent']:.2f} % of {len(a['forgotten'])}" for a in attacks))
