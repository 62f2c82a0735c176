"""The support vector classifier of MIA on the same 20,000 confidences by the kit and by scikit-learn, in turns: seconds, ratio, decisions.

"float32": confidences as a network gives them, of which many are equal. "distinct": doubles, no two equal. Times are the training alone.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from statistics import median

import numpy as np
import sklearn
from sklearn.svm import SVC


def made(kind, count):
    rng = np.random.default_rng(3)
    margins = np.concatenate([rng.normal(9, 4, count // 2), rng.normal(6, 4, count // 2)])
    if kind == "float32":
        margins = margins.astype(np.float32)
    return 1 / (1 + np.exp(-margins)), np.repeat([1, 0], count // 2)


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/run.sh attacks")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--samples", type=int, default=20_000)
    parser.add_argument("--ours", required=True, nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    print(f"scikit-learn {sklearn.__version__} (cache 200 MB, its default) beside the kit, {args.samples:,} samples, C = 3, γ = 1, one thread each, {args.runs} runs in turns")
    for kind in ("float32", "distinct"):
        p, y = made(kind, args.samples)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "samples.csv")
            with open(path, "w") as file:
                file.writelines(f"{v!r},{m}\n" for v, m in zip(p.astype(float).tolist(), y))
            for tolerance in (1e-3, 1e-6):
                times, ratios, ours, off = [], [], [], 0.0
                for _ in range(args.runs):
                    start = time.perf_counter()
                    svc = SVC(C=3, gamma="auto", tol=tolerance).fit(p.astype(float)[:, None], y)
                    times.append(time.perf_counter() - start)
                    line = [*args.ours, "attacks", path, str(tolerance)]
                    mine = json.loads(subprocess.run(line, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[-1])
                    ours.append(mine["train"])
                    ratios.append(times[-1] / mine["train"])
                    off = max(off, np.abs(svc.decision_function(p.astype(float)[:, None]) - mine["decisions"]).max())
                print(f"{kind:9} tolerance {tolerance:g}: kit {median(ours):.3f} s, scikit-learn {median(times):.2f} s, ratio {median(ratios):.1f} "
                      f"({min(ratios):.1f} to {max(ratios):.1f}), {len(np.unique(p)):,} distinct values, decisions at most {off:.1e} apart", flush=True)


if __name__ == "__main__":
    main()
