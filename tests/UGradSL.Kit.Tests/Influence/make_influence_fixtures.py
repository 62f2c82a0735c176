"""Writes influence.json: Theorems 1 and 2 on ridge softmax regression by numpy, and the Hessian and Gauss-Newton matrix of a small
convolutional network by PyTorch, as second implementations of what the kit computes.

Run with Debian's python3-torch: /usr/bin/python3 make_influence_fixtures.py
"""
import json
import random
from pathlib import Path

import numpy as np
import torch

from softmax_regression import fit, gradient, hessian


def probe(x, y, forget, classes, mu):
    """x without its bias column. Newton steps of check.py, in matrices."""
    x = np.hstack([x, np.ones((len(x), 1))])
    t = np.eye(classes)[y]
    f, r = forget, ~forget
    tr, re = fit(x, t, mu), fit(x[r], t[r], mu)
    others = (1 - t) / (classes - 1)
    a = np.linalg.solve(hessian(re, x, mu), gradient(re, x, t, mu).ravel())
    h_r = hessian(tr, x[r], mu)
    b = np.linalg.solve(h_r, gradient(tr, x[f], t[f], mu).ravel())
    c = np.linalg.solve(h_r, gradient(tr, x[f], others[f], mu).ravel())
    u, v = a - b, c - b
    g_f, moved = gradient(re, x[f], t[f], mu).ravel(), hessian(re, x, mu) @ b
    inner = float(u @ v)
    direct = (re - tr).ravel() - b
    norm = np.linalg.norm
    return {
        "classes": classes, "parameters": tr.size, "n": len(x), "nForget": int(f.sum()), "aNorm": norm(a), "bNorm": norm(b), "uNorm": norm(u),
        "vNorm": norm(v), "inner": inner, "cosine": inner / norm(u) / norm(v), "bestAlpha": classes / (classes - 1) * inner / float(v @ v),
        "minDistance": float(np.sqrt(u @ u - inner ** 2 / (v @ v))), "distanceAtZero": norm(u), "theorem1Plus": norm(g_f - moved) / norm(g_f),
        "theorem1Minus": norm(g_f + moved) / norm(g_f), "gaRatio": norm(u) / norm(a), "displacement": norm(re - tr), "directInner": float(direct @ v),
    }


def blobs(n, classes=4, d=3):
    """As check.py draws them, in its order."""
    centre = [[random.gauss(0, 1.2) for _ in range(d)] for _ in range(classes)]
    rows = [([centre[y][j] + random.gauss(0, 1) for j in range(d)], y) for y in [random.randrange(classes) for _ in range(n)]]
    return rows


def problem(name, rows, forgotten, mu=0.02, classes=4):
    x, y = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
    forget = np.arange(len(rows)) < forgotten
    return {"name": name, "ridge": mu, "x": x.tolist(), "y": y.tolist(), "forget": forget.astype(int).tolist(), "expected": probe(x, y, forget, classes, mu)}


random.seed(3)
problems = [problem("random", blobs(200), 20)]
rows = blobs(200)
rows.sort(key=lambda z: z[1] != 0)
problems.append(problem("class", rows, sum(1 for z in rows if z[1] == 0)))
# What check.py prints.
for p, (alpha, distance, inner) in zip(problems, [(0.0114049, 0.00737633, 0.00668129), (-0.519406, 3.00566, -16.5863)]):
    for key, value in (("bestAlpha", alpha), ("minDistance", distance), ("inner", inner)):
        assert abs(p["expected"][key] - value) < 1e-5 * abs(value), (p["name"], key)
random.seed(11)
rows = blobs(60, classes=2, d=5)
problems.append(problem("two classes", rows, 7, mu=0.3, classes=2))

torch.manual_seed(4)
torch.set_default_dtype(torch.float64)
net = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3, bias=False), torch.nn.BatchNorm2d(2), torch.nn.Tanh(), torch.nn.MaxPool2d(2), torch.nn.Flatten(), torch.nn.Linear(8, 3))
with torch.no_grad():
    for _ in range(5):
        net(torch.randn(20, 1, 6, 6))
    net[1].weight.uniform_(0.5, 1.5)
    net[1].bias.uniform_(-0.5, 0.5)
net.eval()
x, y = torch.randn(6, 1, 6, 6), torch.randint(0, 3, (6,))
shapes = [p.shape for p in net.parameters()]
theta = torch.cat([p.detach().reshape(-1) for p in net.parameters()])


def logits(vector):
    from torch.nn.functional import batch_norm, conv2d, linear, max_pool2d
    w, gamma, beta, head, bias = (part.view(shape) for part, shape in zip(vector.split([s.numel() for s in shapes]), shapes))
    z = batch_norm(conv2d(x, w), net[1].running_mean, net[1].running_var, gamma, beta, False, 0.1, 1e-5)
    return linear(max_pool2d(torch.tanh(z), 2).flatten(1), head, bias)


assert torch.allclose(logits(theta), net(x))
dense = torch.autograd.functional.hessian(lambda v: torch.nn.functional.cross_entropy(logits(v), y, reduction="sum"), theta)
jacobian = torch.autograd.functional.jacobian(logits, theta)
p = logits(theta).softmax(1).detach()
ggn = torch.einsum("nkp,nkl,nlq->pq", jacobian, torch.diag_embed(p) - p.unsqueeze(2) * p.unsqueeze(1), jacobian)


def upper(matrix):
    """Row by row from the diagonal, in ten digits."""
    return [float(f"{v:.10g}") for i, row in enumerate(matrix.tolist()) for v in row[i:]]


conv = {
    "conv": net[0].weight.flatten().tolist(), "gamma": net[1].weight.tolist(), "beta": net[1].bias.tolist(), "mean": net[1].running_mean.tolist(),
    "variance": net[1].running_var.tolist(), "head": net[5].weight.flatten().tolist(), "bias": net[5].bias.tolist(),
    "x": x.flatten().tolist(), "y": y.tolist(), "hessian": upper(dense), "gaussNewton": upper(ggn),
}
text = json.dumps({"torch": torch.__version__, "numpy": np.__version__, "problems": problems, "conv": conv}, separators=(",", ":"))
Path(__file__).with_name("influence.json").write_text(text + "\n", encoding="utf-8")
print(len(text), "characters;", *(f"\n{p['name']}: best alpha {p['expected']['bestAlpha']:.6g}, product {p['expected']['inner']:.6g}" for p in problems))
