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


if __name__ == "__main__":
    works.main(lambda work, folder: {"evaluate": evaluate, "ugradsl+ epoch": unlearn}.get(work, train)(work, folder))
