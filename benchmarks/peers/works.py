"""The works that are compared: how much each one takes, the networks in PyTorch, the images, and the line that a program prints."""
import argparse
import json
import os
import time

import numpy as np
import torch
from torch import nn
from torchvision.models import VisionTransformer
from torchvision.models.resnet import BasicBlock, ResNet

MEAN, STD = (0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)
CLASSES, VOCABULARY, LENGTH = 10, 30522, 128
ALPHA, P = -0.2, 0.9

# name: (batch, steps of warming up, timed steps); UGradSL+ takes two batches a step, evaluation's steps are batches
WORKS = {
    "width-64 train": (128, 1, 4),
    "width-16 train": (128, 2, 20),
    "evaluate": (256, 1, 6),
    "ugradsl+ epoch": (128, 2, 12),
    "bert-tiny train": (64, 2, 20),
    "vit-ti train": (128, 1, 4),
}

# FF and IU as released, whole: name: samples of D_r, D_f is FORGET more. FF of Golatkar et al. looks at one image at a time, Unlearn-Sparse's at 32
METHODS = {"ff": 128, "ff released": 128, "iu released": 1002}
FORGET = 100


class Normalize(nn.Module):
    """Inside the model, as Unlearn-Sparse has it."""

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor(STD).view(1, 3, 1, 1))

    def forward(self, x):
        return (x - self.mean) / self.std


def resnet18(width):
    """torchvision's, with CIFAR's 3×3 stem, and every layer width/64 as wide."""
    net = ResNet(BasicBlock, [2, 2, 2, 2], num_classes=CLASSES)
    if width != 64:
        net.inplanes = width
        net.bn1 = nn.BatchNorm2d(width)
        for i in range(4):
            setattr(net, f"layer{i + 1}", net._make_layer(BasicBlock, width << i, 2, stride=1 if i == 0 else 2))
        net.fc = nn.Linear(8 * width, CLASSES)
    net.conv1 = nn.Conv2d(3, width, 3, padding=1, bias=False)
    net.maxpool = nn.Identity()
    for m in net.modules():
        if isinstance(m, nn.Conv2d):
            nn.init.kaiming_normal_(m.weight, mode="fan_out", nonlinearity="relu")
    return nn.Sequential(Normalize(), net)


def vit_tiny():
    return nn.Sequential(Normalize(), VisionTransformer(32, 4, num_layers=12, num_heads=3, hidden_dim=192, mlp_dim=768, num_classes=CLASSES))


class BertTiny(nn.Module):
    """2 layers of 128, of torch.nn's own encoder."""

    def __init__(self, width=128):
        super().__init__()
        self.words, self.positions, self.segments = nn.Embedding(VOCABULARY, width, 0), nn.Embedding(512, width), nn.Embedding(2, width)
        self.norm, self.drop = nn.LayerNorm(width, 1e-12), nn.Dropout(0.1)
        layer = nn.TransformerEncoderLayer(width, 2, 4 * width, 0.1, "gelu", 1e-12, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2)
        self.pooler, self.classifier = nn.Linear(width, width), nn.Linear(width, 2)

    def forward(self, x):  # int64 [B, 2, L]: ids and mask
        ids, mask = x[:, 0], x[:, 1]
        h = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.segments.weight[0]
        h = self.encoder(self.drop(self.norm(h)), src_key_padding_mask=mask == 0)
        return self.classifier(self.drop(torch.tanh(self.pooler(h[:, 0]))))


def network(work):
    if work == "bert-tiny train":
        return BertTiny()
    if work == "vit-ti train":
        return vit_tiny()
    return resnet18(64 if work in ("width-64 train", "evaluate") else 16)


def optimizer(work, net):
    if work in ("bert-tiny train", "vit-ti train"):
        return torch.optim.AdamW(net.parameters(), 1e-4)
    return torch.optim.SGD(net.parameters(), 0.01, momentum=0.9, weight_decay=5e-4)


def images(folder, test):
    """uint8 [N, 3, 32, 32] and labels; random ones without a folder, for what is in them does not change how long they take."""
    names = ["test_batch.bin"] if test else [f"data_batch_{i}.bin" for i in range(1, 6)]
    if folder is None:
        random = np.random.default_rng(0)
        return random.integers(0, 256, (10000 * len(names), 3, 32, 32), np.uint8), random.integers(0, CLASSES, 10000 * len(names))
    pixels, labels = np.empty((10000 * len(names), 3, 32, 32), np.uint8), np.empty(10000 * len(names), np.int64)
    for i, name in enumerate(names):
        part = np.fromfile(os.path.join(folder, name), np.uint8).reshape(-1, 3073)
        pixels[10000 * i:10000 * (i + 1)], labels[10000 * i:10000 * (i + 1)] = part[:, 1:].reshape(-1, 3, 32, 32), part[:, 0]
    return pixels, labels


def texts(count=4096):
    """int64 [N, 2, L] of random ids, 32 to 128 of them, and labels."""
    random = np.random.default_rng(0)
    ids = random.integers(1000, VOCABULARY, (count, LENGTH))
    mask = (np.arange(LENGTH)[None] < random.integers(32, LENGTH + 1, (count, 1))).astype(np.int64)
    return torch.from_numpy(np.stack([ids * mask, mask], 1)), torch.from_numpy(random.integers(0, 2, count))


def parts():
    """Rows of D_r and D_f: a random tenth of the first 45,000 is forgotten."""
    order = np.random.default_rng(1).permutation(45000)
    return order[4500:], order[:4500]


def smooth(labels, classes=CLASSES, alpha=ALPHA):
    return (1 - alpha) * nn.functional.one_hot(labels, classes).float() + alpha / classes


def has_bf16():
    with open("/proc/cpuinfo") as file:
        return any(flag in file.read() for flag in ("avx512_bf16", "amx_bf16"))


def peak(dtype, seconds=0.7, size=1536):
    """The machine's own matrix peak: floating-point operations a second of the best of many products."""
    a, best, end = torch.randn(size, size).to(dtype), 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        a @ a
        best = max(best, 2 * size**3 / (time.perf_counter() - start))
    return best


def main(run):
    """run(work, folder) yields (images, loss) after each step; the first steps warm up."""
    parser = argparse.ArgumentParser()
    parser.add_argument("work", choices=[*WORKS, *METHODS])
    parser.add_argument("--data", help="the folder of CIFAR-10's binary files; random images without")
    parser.add_argument("--peak", action="store_true", help="measure the matrix peak, too")
    args = parser.parse_args()
    torch.manual_seed(0)
    _, warm, timed = WORKS.get(args.work, (0, 0, 1))
    steps = run(args.work, args.data)
    losses = [next(steps)[1] for _ in range(warm)]
    start, count = time.perf_counter(), 0
    for _ in range(timed):
        n, loss = next(steps)
        count += n
        losses.append(loss)
    rate = count / (time.perf_counter() - start)
    steps.close()
    with open("/proc/self/status") as file:
        memory = next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1024
    line = {"work": args.work, "rate": rate, "images": count, "memory": memory, "first": losses[0], "last": losses[-1],
            "threads": torch.get_num_threads(), "version": torch.__version__}
    if args.peak:
        line["bf16"] = peak(torch.bfloat16) if has_bf16() else None
        line["float32"] = peak(torch.float32)
    print(json.dumps(line))
