"""Ridge softmax regression by numpy: what the makers of fixtures beside this file hold the kit to."""
import numpy as np


def softmax(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def gradient(w, x, t, mu):
    """Of the sum over x of cross-entropy with targets t and mu/2 |w|^2; w [K, d]."""
    return (softmax(x @ w.T) - t).T @ x + len(x) * mu * w


def hessian(w, x, mu):
    p = softmax(x @ w.T)
    m = np.einsum("nk,kl->nkl", p, np.eye(p.shape[1])) - np.einsum("nk,nl->nkl", p, p)
    size = w.size
    return np.einsum("nkl,ni,nj->kilj", m, x, x).reshape(size, size) + len(x) * mu * np.eye(size)


def fit(x, t, mu):
    w = np.zeros((t.shape[1], x.shape[1]))
    for _ in range(100):
        g = gradient(w, x, t, mu)
        if np.linalg.norm(g) < 1e-12:
            break
        w = w - np.linalg.solve(hessian(w, x, mu), g.ravel()).reshape(w.shape)
    assert np.linalg.norm(gradient(w, x, t, mu)) < 1e-10
    return w
