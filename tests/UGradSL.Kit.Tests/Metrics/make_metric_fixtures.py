"""Writes metrics.json: what numpy, scipy and scikit-learn say of small made outputs.

Run with Debian's python3-sklearn: /usr/bin/python3 make_metric_fixtures.py
"""
import json
from pathlib import Path

import numpy as np
import scipy.special
import scipy.stats
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, roc_curve

rng = np.random.default_rng(7)


def rounded(values, digits=6):
    return np.round(values, digits)


def made(count, classes, margin):
    labels = rng.integers(0, classes, count)
    logits = rng.normal(0, 1.5, (count, classes))
    logits[np.arange(count), labels] += margin
    return rounded(logits), labels


def softmax(z):
    return scipy.special.softmax(z, axis=1)


def ece(p, y, bins=15):
    confidence, right = p.max(1), p.argmax(1) == y
    edges, total = np.linspace(0, 1, bins + 1), 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            total += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return total


def of(z, y):
    p = softmax(z)
    n = np.arange(len(y))
    truth = p[n, y]
    others = p.copy()
    others[n, y] = 0
    return {
        "logits": z.tolist(), "labels": y.tolist(), "loss": (-np.log(truth)).tolist(),
        "logOdds": (np.log(truth) - np.log(others.sum(1))).tolist(), "entropy": scipy.stats.entropy(p, axis=1).tolist(),
        "modifiedEntropy": (-(1 - truth) * np.log(truth) - (others * np.log1p(-others)).sum(1)).tolist(),
        "released": (-(1 - truth) * np.log(truth) - scipy.special.xlogy(others, others).sum(1)).tolist(),
        "accuracy": 100 * float(np.mean(z.argmax(1) == y)), "ece": ece(p, y),
    }


def divergence(z, w):
    p, q = softmax(z), softmax(w)
    m = (p + q) / 2
    js = (scipy.special.rel_entr(p, m).sum(1) + scipy.special.rel_entr(q, m).sum(1)) / 2
    return {"kl": scipy.special.rel_entr(p, q).sum(1).mean(), "js": js.mean(), "disagreement": 100 * float(np.mean(z.argmax(1) != w.argmax(1)))}


def roc(name, members, non_members):
    y, s = np.repeat([1, 0], [len(members), len(non_members)]), np.concatenate([members, non_members])
    fpr, tpr, _ = roc_curve(y, s, drop_intermediate=False)
    rates = [0.01, 0.05, 0.1, 0.5, 1.0]
    return {
        "name": name, "members": members.tolist(), "nonMembers": non_members.tolist(), "auc": roc_auc_score(y, s), "rates": rates,
        "tpr": [float(tpr[fpr <= r + 1e-12].max()) for r in rates], "balanced": float(((tpr + 1 - fpr) / 2).max()),
    }


def logistic(name, x, y, c):
    fit = LogisticRegression(C=c, tol=1e-7, max_iter=100000, solver="newton-cg").fit(x, y)
    return {"name": name, "x": x.tolist(), "y": y.tolist(), "c": c, "weights": fit.coef_[0].tolist(), "bias": float(fit.intercept_[0])}


def folded(members, non_members, folds):
    a, b = np.zeros(len(members)), np.zeros(len(members))
    for fold in np.unique(folds):
        out, inside = folds != fold, folds == fold
        x = np.concatenate([members[out], non_members[out]])[:, None]
        fit = LogisticRegression(tol=1e-7, max_iter=100000, solver="newton-cg").fit(x, np.repeat([1, 0], out.sum()))
        a[inside], b[inside] = fit.decision_function(members[inside][:, None]), fit.decision_function(non_members[inside][:, None])
    return {"members": members.tolist(), "nonMembers": non_members.tolist(), "folds": folds.tolist(), "forMembers": a.tolist(), "forNonMembers": b.tolist()}


def threshold(members, non_members):
    best, found = -1.0, None
    for value in np.unique(np.concatenate([members, non_members])):
        right = (np.mean(members >= value) + np.mean(non_members < value)) / 2
        if right > best:
            best, found = right, value
    return found


def thresholds(members, m_labels, non_members, n_labels, classes):
    per_class = []
    for k in range(classes):
        a, b = members[m_labels == k], non_members[n_labels == k]
        per_class.append(threshold(a, b) if len(a) and len(b) else threshold(members, non_members))
    return {"members": members.tolist(), "memberLabels": m_labels.tolist(), "nonMembers": non_members.tolist(), "nonMemberLabels": n_labels.tolist(), "thresholds": per_class}


def cka(x, y):
    x, y = x - x.mean(0), y - y.mean(0)
    return np.linalg.norm(y.T @ x) ** 2 / np.linalg.norm(x.T @ x) / np.linalg.norm(y.T @ y)


def features(n, d, e):
    x = rounded(rng.normal(1, 1, (n, d)))
    y = rounded(x @ rng.normal(0, 1, (d, e)) + rng.normal(0, 2, (n, e)))
    return {"x": x.tolist(), "y": y.tolist(), "cka": cka(x, y)}


def epsilon(pos, neg, delta=1e-5):
    """The competition's per-example ε, threshold by threshold (google-deepmind/unlearning_evaluation, metric.py), in doubles."""
    ranges = np.ptp(pos), np.ptp(neg)
    if max(ranges) > 0 and min(ranges) / max(ranges) < 0.01:
        return 50.0
    rates = []
    all_ = np.concatenate([pos, neg])
    for t in np.linspace(all_.min(), all_.max(), int(np.ceil(np.ptp(all_) * 100))):
        rates.append((np.mean(pos < t), np.mean(neg >= t)))
    a, b = (neg, pos) if ranges[0] >= ranges[1] else (pos, neg)
    width = np.ptp(a)
    low, high = a.min() + width - 2, a.max() + 2
    for right in np.linspace(low, high, int(np.ceil((high - low) * 100))):
        for left in np.linspace(right - width - 2, right - width + 2, 400):
            rates.append((1 - np.mean((a >= left) & (a <= right)), np.mean((b >= left) & (b <= right))))
    best = 0.0
    for fnr, fpr in rates:
        if fnr < 1e-12 and fpr < 1e-12:
            return 50.0
        if fnr < 1e-12 or fpr < 1e-12:
            continue
        with np.errstate(invalid="ignore"):
            e = np.nanmax([np.log(1 - delta - fpr) - np.log(fnr), np.log(1 - delta - fnr) - np.log(fpr)])
        best = max(best, e)
    return min(best, 50.0)


def quality():
    n = 16
    cases = {"alike": (0, 1), "shifted": (1.5, 1), "narrower": (0, 0.2), "apart": (30, 1), "a peak": (0, 1e-4)}
    columns = [(rounded(rng.normal(m, s, n)), rounded(rng.normal(0, 1, n))) for m, s in cases.values()]
    result = []
    for u, r in columns:
        pos, neg = (r, u) if np.median(r) > np.median(u) else (u, r)
        result.append(float(epsilon(pos, neg)))
    points, start = {}, 0.0
    while start + 0.5 <= np.ceil(np.log(n - 1)):
        points[start] = 0.5 ** (2 * start)
        start += 0.5
    score = np.mean([next((p for s, p in points.items() if e < s + 0.5), 0.0) for e in result])
    return {"unlearned": np.array([u for u, _ in columns]).T.tolist(), "retrained": np.array([r for _, r in columns]).T.tolist(), "epsilons": result, "score": float(score)}


reference, other = made(60, 4, 2.0), None
other = (rounded(reference[0] + rng.normal(0, 1, reference[0].shape)), reference[1])
a, b = rounded(rng.normal(0.7, 1, 150)), rounded(rng.normal(0, 1.2, 130))
m, n = rounded(rng.gamma(1, 1, 50)), rounded(rng.gamma(2, 1, 50))
labels = rng.integers(0, 3, 60), np.where(rng.integers(0, 2, 70) == 1, 2, 0)
values = {
    "outputs": of(*reference), "other": of(*other), "divergence": divergence(reference[0], other[0]),
    "roc": [
        roc("overlapping", a, b), roc("with ties", np.round(a, 0), np.round(b, 0)), roc("apart", a + 100, b), roc("the wrong way round", b, a + 100),
        roc("all alike", np.ones(30), np.ones(20)), roc("one of each", np.array([2.0]), np.array([1.0])),
    ],
    "wasserstein": {"first": a.tolist(), "second": b.tolist(), "distance": scipy.stats.wasserstein_distance(a, b)},
    "logistic": [
        logistic("one feature", np.concatenate([a, b])[:, None], np.repeat([1, 0], [150, 130]), 1.0),
        logistic("three features", rounded(rng.normal(0, 1, (80, 3))), rng.integers(0, 2, 80), 0.3),
        logistic("separable", np.array([[-2.0], [-1.0], [1.0], [3.0]]), np.array([0, 0, 1, 1]), 10.0),
        logistic("large numbers", rounded(np.concatenate([rng.normal(200, 50, 40), rng.normal(260, 50, 40)])[:, None]), np.repeat([1, 0], 40), 1.0),
    ],
    "folded": folded(m, n, rng.permutation(50) % 10),
    "thresholds": thresholds(np.round(rng.normal(0.6, 1, 60), 1), labels[0], np.round(rng.normal(0, 1, 70), 1), labels[1], 3),
    "cka": [features(40, 5, 3), features(12, 30, 20)],
    "t": [{"p": p, "dof": dof, "quantile": float(scipy.stats.t.ppf(p, dof))} for p in (0.9, 0.975, 0.995) for dof in (1, 2, 3, 4, 9, 10, 31, 200)],
    "quality": quality(),
}
text = json.dumps(values, separators=(",", ":"))
Path(__file__).with_name("metrics.json").write_text(text + "\n", encoding="utf-8")
print(len(text), "characters; epsilons", values["quality"]["epsilons"], values["quality"]["score"])
