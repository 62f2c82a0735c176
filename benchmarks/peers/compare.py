"""Runs the works by the kit, as the field does them (field.py) and in PyTorch's best form (best.py), in turns, and prints ratios."""
import argparse
import json
import os
import subprocess
import sys
from statistics import median

import works

HERE = os.path.dirname(os.path.abspath(__file__))
# Against the field's script, against its best form: on a processor with native bfloat16
TARGETS = {"width-64 train": (2.0, 1.05), "width-16 train": (2.5, 1.2), "evaluate": (3.0, 1.2), "ugradsl+ epoch": (2.0, 1.1),
           "bert-tiny train": (1.5, 1.0), "vit-ti train": (1.5, 1.0)}
# Against the released algorithm
RELEASED = {"ff": 2.0, "ff released": 2.0, "iu released": 5.0}
# Floating-point operations of one image's training step, forward and twice as much backward: 3 · 2 · 556,651,520 products and sums
WIDE_STEP = 6 * 556_651_520


def run(command, work, folder, peak):
    line = [*command, work, *(["--data", folder] if folder else []), *(["--peak"] if peak else [])]
    done = subprocess.run(line, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(line)} ended with {done.returncode}: see above.")
    return json.loads(done.stdout.splitlines()[-1])


def spread(values, digits=2):
    return f"{median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def methods(sides, args):
    ratios = {}
    for work in args.work or works.METHODS:
        turns = {name: [] for name in sides}
        for i in range(args.runs):
            for name in sorted(sides, reverse=i % 2 == 1):
                turns[name].append(run(sides[name], work, args.data, False))
        print(f"\n{work}: {works.METHODS[work]} images, {args.runs} runs each, median (least to most)")
        for name, runs in turns.items():
            print(f"  {name:6}{spread([r['rate'] for r in runs], 1):>32} a second   peak memory {median(r['memory'] for r in runs):6.0f} MiB   {runs[0]['version']} on {runs[0]['threads']} threads")
        ratios[work] = [ours["rate"] / other["rate"] for ours, other in zip(turns["ours"], turns["field"])]
        print(f"  times field {spread(ratios[work])}; wanted {RELEASED[work]}: {'reached' if median(ratios[work]) >= RELEASED[work] else 'MISSED'}", flush=True)
    print()
    for work, times in ratios.items():
        print(f"{work} field {median(times):.2f}")


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/run.sh train")
    parser.add_argument("--methods", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--runs", type=int, default=5, help="turns a work; 1 for a look")
    parser.add_argument("--data", help="the folder of CIFAR-10's binary files; random images without")
    parser.add_argument("--ours", required=True, nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("work", nargs="*", metavar="WORK", help=", ".join(works.WORKS))
    args = parser.parse_args()
    known = works.METHODS if args.methods else works.WORKS
    if wrong := [work for work in args.work if work not in known]:
        parser.error(f"'{wrong[0]}' is no work: there are {', '.join(known)}")
    if args.runs < 1:
        parser.error(f"{args.runs} runs: at least 1 is needed")
    sides = {"ours": [*args.ours, "train"], **{name: [sys.executable, os.path.join(HERE, f"{name}.py")] for name in ("field", "best")}}
    if args.methods:
        methods({"ours": [*args.ours, "train"], "field": sides["field"]}, args)
        return
    rows, told = [], False
    for work in args.work or works.WORKS:
        turns = {name: [] for name in sides}
        for i in range(args.runs):
            for name in [*sides][i % 3:] + [*sides][:i % 3]:
                turns[name].append(run(sides[name], work, args.data, work == "width-64 train"))
        if not told:
            print(*(f"{name}: PyTorch {runs[0]['version']} on {runs[0]['threads']} threads" for name, runs in turns.items() if name != "ours"), sep="\n")
        told = True
        print(f"\n{work}: {turns['ours'][0]['images']} {'texts' if work == 'bert-tiny train' else 'images'} a run, {args.runs} runs each, median (least to most)")
        for name, runs in turns.items():
            print(f"  {name:6}{spread([r['rate'] for r in runs], 1):>32} a second   peak memory {median(r['memory'] for r in runs):6.0f} MiB   loss {runs[0]['first']:.3f} to {runs[0]['last']:.3f}")
        ratios = {name: [ours["rate"] / other["rate"] for ours, other in zip(turns["ours"], turns[name])] for name in ("field", "best")}
        memory = {name: median(r["memory"] for r in turns["ours"]) / median(r["memory"] for r in turns[name]) for name in ("field", "best")}
        print(f"  times field {spread(ratios['field'])}, times best {spread(ratios['best'])}, memory {memory['field']:.2f} of field's and {memory['best']:.2f} of best's", flush=True)
        rows.append((work, median(ratios["field"]), median(ratios["best"]), memory["field"]))
        if work == "width-64 train":
            wide = turns
    low = works.has_bf16()
    print()
    for work, field, best, memory in rows:
        want = TARGETS[work] if low else (1.3, 1.1) if work == "evaluate" else (1.1, 1.0)
        met = field >= want[0] and best >= want[1] and memory <= 1
        print(f"{work}: wanted field {want[0]} best {want[1]} memory 1.0: {'reached' if met else 'MISSED'}")
    if any(row[0] == "width-64 train" for row in rows):
        kind = "bf16" if low else "float32"
        for name, runs in wide.items():
            peaks = ", ".join(f"{k} {median(r[k] for r in runs) / 1e9:.0f} GFLOP/s" for k in ("bf16", "float32") if runs[0][k])
            print(f"{name}: width-64 train makes {median(r['rate'] for r in runs) * WIDE_STEP / 1e9:.0f} GFLOP/s; a matrix product makes {peaks}")
        fastest = max(median(r[kind] for r in runs) for runs in wide.values())
        print(f"width-64 train is at {median(r['rate'] for r in wide['ours']) * WIDE_STEP / fastest:.0%} of the machine's {kind} matrix peak (wanted 60%)\n")
    for work, field, best, memory in rows:
        print(f"{work} field {field:.2f} best {best:.2f} memory {memory:.2f}")


if __name__ == "__main__":
    main()
