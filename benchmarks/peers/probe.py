"""A gradient and a Hessian product of ResNet-18 of width 16 by the kit and by PyTorch's double backward, in turns: seconds and ratio.

The same batch size, evaluation mode, float32, one process each; what is in the images does not change how long they take.
"""
import argparse
import json
import subprocess
import time
from statistics import median

import torch

import works


def product(loss, parameters, v):
    first = torch.autograd.grad(loss, parameters, create_graph=True)
    return torch.autograd.grad(first, parameters, v)


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/run.sh probe")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--ours", required=True, nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    torch.manual_seed(0)
    net = works.resnet18(16).eval()
    parameters = list(net.parameters())
    x, y = torch.rand(128, 3, 32, 32), torch.randint(10, (128,))
    v = [torch.randn_like(p) for p in parameters]

    def loss():
        return torch.nn.functional.cross_entropy(net(x), y, reduction="sum")

    def seconds(work):
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    ratios, cost, mine, theirs = [], [], [], []
    for _ in range(args.runs):
        line = json.loads(subprocess.run([*args.ours, "probe-twin"], stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[-1])
        torch.set_num_threads(line["threads"])
        torch.autograd.grad(loss(), parameters)
        product(loss(), parameters, v)
        gradient, twice = seconds(lambda: torch.autograd.grad(loss(), parameters)), seconds(lambda: product(loss(), parameters, v))
        mine.append(line["product"])
        theirs.append(twice)
        ratios.append(twice / line["product"])
        cost.append((line["product"] / line["gradient"], twice / gradient))
    print(f"one Hessian product over 128 images: kit {1000 * median(mine):.0f} ms, PyTorch {torch.__version__} {1000 * median(theirs):.0f} ms, "
          f"PyTorch/kit {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}, n = {args.runs}), wanted at least 1; "
          f"in gradients of its own: kit {median(c[0] for c in cost):.2f}, PyTorch {median(c[1] for c in cost):.2f}")


if __name__ == "__main__":
    main()
