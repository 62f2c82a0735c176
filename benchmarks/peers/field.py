"""The works as Unlearn-Sparse does them: PIL images out of a Dataset, DataLoader workers, transforms image by image, float32."""
import os
from itertools import cycle

import torch
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset, Subset, TensorDataset
from torchvision import transforms

import works

TRAIN = transforms.Compose([transforms.RandomCrop(32, padding=4), transforms.RandomHorizontalFlip(), transforms.ToTensor()])
TEST = transforms.ToTensor()


class Cifar(Dataset):
    """As torchvision's CIFAR10 keeps and hands out its images."""

    def __init__(self, folder, test, transform):
        pixels, labels = works.images(folder, test)
        self.data, self.targets, self.transform = pixels.transpose(0, 2, 3, 1), labels.tolist(), transform  # [N, H, W, C]

    def __len__(self):
        return len(self.targets)

    def __getitem__(self, i):
        return self.transform(Image.fromarray(self.data[i])), self.targets[i]


def loader(data, batch, shuffle=True):
    return DataLoader(data, batch_size=batch, shuffle=shuffle, num_workers=min(4, os.cpu_count()), pin_memory=False)


def accuracy(output, target):
    return (output.argmax(1) == target).float().mean().item()


def train(work, folder):
    net, criterion = works.network(work).train(), nn.CrossEntropyLoss()
    optimizer = works.optimizer(work, net)
    data = TensorDataset(*works.texts()) if work == "bert-tiny train" else Cifar(folder, False, TRAIN)
    while True:
        for x, y in loader(data, works.WORKS[work][0]):
            output = net(x)
            loss = criterion(output, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            accuracy(output, y)
            yield len(y), loss.item()


def evaluate(work, folder):
    net, criterion = works.network(work).eval(), nn.CrossEntropyLoss()
    for x, y in loader(Cifar(folder, True, TEST), works.WORKS[work][0], shuffle=False):
        with torch.no_grad():
            output = net(x)
            loss = criterion(output, y)
        accuracy(output, y)
        yield len(y), loss.item()


def unlearn(work, folder):
    net, batch = works.network(work).train(), works.WORKS[work][0]
    optimizer, criterion = works.optimizer(work, net), nn.CrossEntropyLoss()
    data = Cifar(folder, False, TRAIN)
    retain, forget = (loader(Subset(data, rows), batch) for rows in works.parts())
    for (xr, yr), (xf, yf) in zip(retain, cycle(forget)):
        output = net(xr)
        loss = works.P * criterion(output, yr) - (1 - works.P) * criterion(net(xf), works.smooth(yf))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        accuracy(output, yr)
        yield len(yr) + len(yf), loss.item()


def parts(work, folder):
    """D_r and D_f as tensors: reading them is no part of these works."""
    pixels, labels = works.images(folder, False)
    x, y = torch.from_numpy(pixels[:works.METHODS[work] + works.FORGET]).float() / 255, torch.from_numpy(labels[:works.METHODS[work] + works.FORGET])
    return (x[works.FORGET:], y[works.FORGET:]), (x[:works.FORGET], y[:works.FORGET])


def fisher(work, folder):
    """Σ_k p_k·g_k², a backward pass for every class and batch; then noise, its variance cut off and averaged over inputs."""
    net, ((x, y), _) = works.network(work).eval(), parts(work, folder)
    size, criterion, batches = 1 if work == "ff" else 32, nn.CrossEntropyLoss(), 0
    for p in net.parameters():
        p.squares = 0
    for xb, yb in zip(x.split(size), y.split(size)):
        output = net(xb)
        prob, batches = torch.softmax(output, 1).detach(), batches + 1
        for k in range(works.CLASSES):
            net.zero_grad()
            criterion(output, torch.full_like(yb, k)).backward(retain_graph=True)
            for p in net.parameters():
                p.squares += prob[:, k].mean() * p.grad.pow(2)
    with torch.no_grad():
        for p in net.parameters():
            variance = 1e-8 * (1 / (p.squares / batches + 1e-8)).clamp(max=1e3)
            if p.ndim > 1:
                variance = variance.mean(1, keepdim=True).expand_as(p)
            p += variance.sqrt() * torch.randn_like(p)
    yield len(x), criterion(output, yb).item()


def influence(work, folder):
    """θ += α·k, k from v by the released recursion over D_r, one sample and one vector update at a time."""
    net, (retain, forget) = works.network(work).eval(), parts(work, folder)
    criterion, n = nn.CrossEntropyLoss(), works.METHODS[work] + works.FORGET

    def gradient(x, y):
        return torch.cat([g.reshape(-1) for g in torch.autograd.grad(criterion(net(x), y), list(net.parameters()))])

    def total(x, y):
        return sum(gradient(xb, yb) * len(yb) for xb, yb in zip(x.split(128), y.split(128)))

    k = total(*forget) / n - total(*retain) * works.FORGET / (n * works.METHODS[work])
    o = None
    for x, y in zip(retain[0].split(1), retain[1].split(1)):
        g = gradient(x, y)
        if o is None:
            o = g.clone()
            continue
        t = o @ g
        k -= (k @ g) / (1000 + t) * o
        o -= t / (1000 + t) * o
    at = 0
    with torch.no_grad():
        for p in net.parameters():
            p += 1e-3 * k[at:at + p.numel()].view_as(p)
            at += p.numel()
        loss = criterion(net(forget[0]), forget[1]).item()
    yield works.METHODS[work], loss


KINDS = {"evaluate": evaluate, "ugradsl+ epoch": unlearn, "ff": fisher, "ff released": fisher, "iu released": influence}

if __name__ == "__main__":
    works.main(lambda work, folder: KINDS.get(work, train)(work, folder))
