"""Writes validity.json: correlations by scipy, the linear datamodelling score, and groups left out of ridge softmax regression by numpy,
as second implementations of what the kit computes.

Run with Debian's python3-scipy: /usr/bin/python3 make_validity_fixtures.py
"""
import json
from pathlib import Path

import numpy as np
from scipy import stats

from softmax_regression import fit, gradient, hessian, softmax


def loss(w, x, t):
    return float(-(t * np.log(softmax(x @ w.T))).sum())


def left_out(x, t, group, mu):
    kept = np.setdiff1d(np.arange(len(x)), group)
    w, re = fit(x, t, mu), fit(x[kept], t[kept], mu)
    b = np.linalg.solve(hessian(w, x[kept], mu), gradient(w, x[group], t[group], mu).ravel())
    u = (re - w).ravel()
    norm = np.linalg.norm
    return {"group": group.tolist(), "lossBefore": loss(w, x[group], t[group]), "predictedLoss": loss(w + b.reshape(w.shape), x[group], t[group]),
            "retrainedLoss": loss(re, x[group], t[group]), "cosine": float(b @ u / norm(b) / norm(u)), "relativeError": float(norm(u - b) / norm(u))}


def main():
    rng = np.random.default_rng(3)
    n, d, k, mu = 60, 3, 3, 0.05
    x = np.hstack([rng.normal(size=(n, d)), np.ones((n, 1))])
    y = (x[:, :k] + rng.normal(scale=0.8, size=(n, k))).argmax(1)
    t = np.eye(k)[y]
    groups = [left_out(x, t, np.arange(i, n, 12), mu) for i in range(12)]
    w = fit(x, t, mu)
    inverse = np.linalg.inv(hessian(w, x, mu))
    each = np.stack([gradient(w, x[i:i + 1], t[i:i + 1], mu).ravel() for i in range(n)])
    scores = -each[:5] @ inverse @ each.T
    scores += mu * w.ravel() @ inverse @ each.T  # queries carry no weight decay
    subsets = rng.random((40, n)) < 0.5
    outputs = np.zeros((40, 5))
    for j, s in enumerate(subsets):
        ws = fit(x[s], t[s], mu)
        outputs[j] = [loss(ws, x[q:q + 1], t[q:q + 1]) for q in range(5)]
    rho = [stats.spearmanr(subsets @ scores[q], outputs[:, q])[0] for q in range(5)]
    a, b = [1, 2, 2, 5, 3, 9, 9, 4], [2.5, 1, 3, 3, 3, 8, 7, -1]
    Path(__file__).with_name("validity.json").write_text(json.dumps({
        "ridge": mu, "x": x.ravel().tolist(), "y": y.tolist(), "groups": groups, "scores": scores.ravel().tolist(), "subsets": subsets.astype(int).ravel().tolist(),
        "outputs": outputs.ravel().tolist(), "rho": rho,
        "a": a, "b": b, "pearson": stats.pearsonr(a, b)[0], "spearman": stats.spearmanr(a, b)[0], "slope": stats.linregress(a, b)[0],
    }, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
