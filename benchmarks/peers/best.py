"""The works in PyTorch's best form: bfloat16 autocast where the processor has it, channels-last, data in memory, augmentation by batch."""
from contextlib import nullcontext

import torch
from torch import nn

import works

LOW = works.has_bf16()


def autocast():
    return torch.cpu.amp.autocast(dtype=torch.bfloat16) if LOW else nullcontext()


class Resident:
    """The whole set as one uint8 tensor."""

    def __init__(self, folder, test):
        pixels, labels = works.images(folder, test)
        self.pixels, self.labels = torch.from_numpy(pixels), torch.from_numpy(labels)

    def batch(self, rows, augment):
        x = self.pixels[rows]
        if augment:
            x = flip(crop(x))
        return (x.float() / 255).contiguous(memory_format=torch.channels_last), self.labels[rows]


def crop(x, padding=4):
    n, channels, height, width = x.shape
    frame = nn.functional.pad(x, [padding] * 4)
    tall, wide = frame.shape[2:]
    runs = frame.as_strided((frame.numel() - width + 1, width), (1, 1))  # every pixel starts a run of W
    corner = torch.randint(2 * padding + 1, (2, n, 1, 1))
    starts = (torch.arange(n * channels) * tall * wide).view(n, channels, 1) + (corner[0] * wide + corner[1]) + torch.arange(height) * wide
    return runs.index_select(0, starts.view(-1)).view(x.shape)


def flip(x):
    return torch.where(torch.rand(len(x), 1, 1, 1) < 0.5, x.flip(3), x)


def batches(count, size):
    while True:
        order = torch.randperm(count)
        yield from (rows for rows in order.split(size) if len(rows) == size)


def network(work):
    net = works.network(work)
    return net if work == "bert-tiny train" else net.to(memory_format=torch.channels_last)


def train(work, folder):
    net, size = network(work).train(), works.WORKS[work][0]
    optimizer, criterion = works.optimizer(work, net), nn.CrossEntropyLoss()
    if work == "bert-tiny train":
        ids, labels = works.texts()
        draw, count = (lambda rows: (ids[rows], labels[rows])), len(labels)
    else:
        data = Resident(folder, False)
        draw, count = (lambda rows: data.batch(rows, True)), len(data.labels)
    for rows in batches(count, size):
        x, y = draw(rows)
        optimizer.zero_grad(set_to_none=True)
        with autocast():
            loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        yield len(y), loss.item()


def evaluate(work, folder):
    net, criterion, data = network(work).eval(), nn.CrossEntropyLoss(), Resident(folder, True)
    for rows in torch.arange(len(data.labels)).split(works.WORKS[work][0]):
        with torch.inference_mode(), autocast():
            x, y = data.batch(rows, False)
            loss = criterion(net(x), y)
        yield len(y), loss.item()


def unlearn(work, folder):
    net, size = network(work).train(), works.WORKS[work][0]
    optimizer, criterion, data = works.optimizer(work, net), nn.CrossEntropyLoss(), Resident(folder, False)
    retain, forget = (torch.from_numpy(rows) for rows in works.parts())
    for r, f in zip(batches(len(retain), size), batches(len(forget), size)):
        (xr, yr), (xf, yf) = data.batch(retain[r], True), data.batch(forget[f], True)
        optimizer.zero_grad(set_to_none=True)
        with autocast():
            loss = works.P * criterion(net(xr), yr) - (1 - works.P) * criterion(net(xf), works.smooth(yf))
        loss.backward()
        optimizer.step()
        yield len(yr) + len(yf), loss.item()


if __name__ == "__main__":
    works.main(lambda work, folder: {"evaluate": evaluate, "ugradsl+ epoch": unlearn}.get(work, train)(work, folder))
