"""Writes the networks' fixtures beside this file: /usr/bin/python3 make_fixtures.py

Debian's python3-torch 1.13 and python3-torchvision 0.14. Each reference is torchvision's network, or torch.nn's own layers, narrowed and
with random weights. NAME.weights.safetensors are its weights in its own names (and NAME.LAYOUT.safetensors the same in others'), as a
user would bring them; NAME.expected.safetensors has the input, and logits, loss, gradients and running statistics under our names.
"""
import copy
import json
import pathlib
import re
import struct
from collections import OrderedDict

import torch
import torchvision
from torch import nn
from torchvision.models.resnet import BasicBlock, Bottleneck, ResNet
from torchvision.models.vgg import VGG, make_layers

here = pathlib.Path(__file__).parent


def write(name, tensors):
    """One safetensors file, wide types first, so that all are aligned."""
    kinds = {torch.float32: "F32", torch.int64: "I64"}
    header, data = {}, []
    place = 0
    for key, values in sorted(tensors.items(), key=lambda item: (-item[1].element_size(), item[0])):
        raw = values.detach().contiguous().numpy().tobytes()
        header[key] = {"dtype": kinds[values.dtype], "shape": list(values.shape), "data_offsets": [place, place + len(raw)]}
        place += len(raw)
        data.append(raw)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    (here / f"{name}.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + b"".join(data))


def stir(net):
    """Weights that no initialisation gives: nothing is 0, 1 or equal, so that nothing can be swapped unseen. Random deep networks amplify
    rounding; norms that lean to the linear side of relu, and short residual branches, keep it small enough to compare by."""
    with torch.no_grad():
        for module in net.modules():
            for parameter in module.parameters(recurse=False):
                if isinstance(module, (nn.BatchNorm2d, nn.LayerNorm)) and parameter is module.weight:
                    parameter.uniform_(0.5, 1.5)
                elif parameter.dim() < 2 or parameter.abs().max() < 0.1:
                    parameter.normal_(0, 0.2)
            if isinstance(module, nn.BatchNorm2d):
                module.bias.add_(0.5)
                module.running_mean.normal_(0, 0.2)
                module.running_var.uniform_(0.5, 1.5)
                module.num_batches_tracked.fill_(7)
        for module in net.modules():
            if isinstance(module, (BasicBlock, Bottleneck)):
                (module.bn3 if isinstance(module, Bottleneck) else module.bn2).weight.mul_(0.3)


def run(net, x, y, mode):
    """Logits, loss and the gradient of every parameter."""
    net.train(mode == "train")
    net.zero_grad()
    logits = net(x)
    loss = nn.functional.cross_entropy(logits, y)
    loss.backward()
    return logits, loss, {key: parameter.grad.clone() for key, parameter in net.named_parameters()}


def check(name, found, exact):
    """A fixture that float32 cannot reproduce judges nothing: the reference must agree with itself in float64 four times as well as asked."""
    pairs = [(found[0], exact[0]), (found[1], exact[1])] + [(found[2][key], exact[2][key]) for key in found[2]]
    worst = max(((a - b).abs().max() / b.abs().max().clamp(min=1)).item() for a, b in pairs)
    print(f"{name}: float32 is within {worst:.1e} of float64")
    assert worst < 2.5e-6, "take another seed or more samples"


def record(name, net, x, classes, ours=lambda tensors: tensors, faint=()):
    """Both files of one network; `ours` renames to our names. `faint` are the parameters in front of the first LayerNorm: made so small
    that its epsilon shows."""
    stir(net)
    with torch.no_grad():
        for parameter in faint:
            parameter.mul_(0.004)
    weights = {key: values.clone() for key, values in net.state_dict().items()}
    write(f"{name}.weights", weights)
    y = torch.arange(len(x)) % classes
    expected = {"input": x, "labels": y}
    exact = copy.deepcopy(net).double()
    for mode in ["eval", "train"]:
        found = run(net, x, y, mode)
        check(name, found, run(exact, x if x.dtype == torch.int64 else x.double(), y, mode))
        logits, loss, gradients = found
        expected |= {f"{mode}.logits": logits, f"{mode}.loss": loss}
        expected |= {f"{mode}.gradient.{key}": values for key, values in ours(gradients).items()}
    expected |= {f"after.{key}": values.clone() for key, values in net.named_buffers()}
    write(f"{name}.expected", expected)
    return weights


def renamed(tensors, rules):
    """Each name by the first pattern that matches it."""
    def new(name):
        for pattern, to in rules:
            if re.fullmatch(pattern, name):
                return re.sub(pattern, to, name)
        return name
    return {new(key): values for key, values in tensors.items()}


class NarrowResNet(ResNet):
    """torchvision's ResNet, whose 64 is a constant, with another width; small: with the field's stem for 32×32."""

    def __init__(self, block, layers, width, classes, small):
        self.narrow = width
        super().__init__(block, layers, num_classes=classes)
        self.conv1 = nn.Conv2d(3, width, 3, padding=1, bias=False) if small else nn.Conv2d(3, width, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        if small:
            self.maxpool = nn.Identity()
        self.fc = nn.Linear(8 * width * block.expansion, classes)

    def _make_layer(self, block, planes, *rest, **named):
        if planes == 64:
            self.inplanes = self.narrow
        return super()._make_layer(block, planes * self.narrow // 64, *rest, **named)


def resnets():
    record("resnet18", NarrowResNet(BasicBlock, [2, 2, 2, 2], 2, 10, True), torch.randn(4, 3, 16, 16), 10)
    weights = record("resnet50", NarrowResNet(Bottleneck, [3, 4, 6, 3], 2, 5, False), torch.randn(4, 3, 40, 40), 5)
    hugging = {}
    for key, values in weights.items():
        key = re.sub(r"^conv1\.", "resnet.embedder.embedder.convolution.", key)
        key = re.sub(r"^bn1\.", "resnet.embedder.embedder.normalization.", key)
        key = re.sub(r"^layer(\d)\.(\d)\.", lambda m: f"resnet.encoder.stages.{int(m[1]) - 1}.layers.{m[2]}.", key)
        key = re.sub(r"\.conv(\d)\.", lambda m: f".layer.{int(m[1]) - 1}.convolution.", key)
        key = re.sub(r"\.bn(\d)\.", lambda m: f".layer.{int(m[1]) - 1}.normalization.", key)
        key = key.replace("downsample.0.", "shortcut.convolution.").replace("downsample.1.", "shortcut.normalization.")
        hugging[re.sub(r"^fc\.", "classifier.1.", key)] = values
    write("resnet50.huggingface", hugging)


def vggs():
    def features(width):
        return make_layers([width * n if n else "M" for n in [1, 1, 0, 2, 2, 0, 4, 4, 4, 0, 8, 8, 8, 0, 8, 8, 8, 0]], batch_norm=True)

    small = VGG(features(2), init_weights=True)
    small.avgpool, small.classifier = nn.AdaptiveAvgPool2d(1), nn.Linear(16, 10)
    record("vgg16", small, torch.randn(4, 3, 32, 32), 10)
    large = VGG(features(2), init_weights=True, dropout=0)
    for i, layer in [(0, nn.Linear(16 * 49, 8)), (3, nn.Linear(8, 8)), (6, nn.Linear(8, 5))]:
        large.classifier[i] = layer
    weights = record("vgg16-imagenet", large, torch.randn(4, 3, 64, 32), 5)
    timm = renamed(weights, [(r"classifier\.0\.(.*)", r"pre_logits.fc1.\1"), (r"classifier\.3\.(.*)", r"pre_logits.fc2.\1"), (r"classifier\.6\.(.*)", r"head.fc.\1")])
    timm["pre_logits.fc1.weight"] = timm["pre_logits.fc1.weight"].view(8, 16, 7, 7)
    timm["pre_logits.fc2.weight"] = timm["pre_logits.fc2.weight"].view(8, 8, 1, 1)
    write("vgg16-imagenet.timm", timm)


def vits():
    layer = r"encoder\.layers\.encoder_layer_(\d+)\."
    timm = [
        (r"class_token", "cls_token"), (r"encoder\.pos_embedding", "pos_embed"), (r"conv_proj\.(.*)", r"patch_embed.proj.\1"),
        (layer + r"ln_(\d)\.(.*)", r"blocks.\1.norm\2.\3"), (layer + r"self_attention\.in_proj_(.*)", r"blocks.\1.attn.qkv.\2"),
        (layer + r"self_attention\.out_proj\.(.*)", r"blocks.\1.attn.proj.\2"), (layer + r"mlp\.0\.(.*)", r"blocks.\1.mlp.fc1.\2"),
        (layer + r"mlp\.3\.(.*)", r"blocks.\1.mlp.fc2.\2"), (r"encoder\.ln\.(.*)", r"norm.\1"), (r"heads\.head\.(.*)", r"head.\1"),
    ]
    net = torchvision.models.VisionTransformer(image_size=12, patch_size=4, num_layers=2, num_heads=2, hidden_dim=16, mlp_dim=64, num_classes=5)
    weights = record("vit", net, torch.randn(4, 3, 12, 12), 5, lambda tensors: renamed(tensors, timm),
                     [net.class_token, net.encoder.pos_embedding, net.conv_proj.weight, net.conv_proj.bias])
    write("vit.timm", renamed(weights, timm))
    write("vit.torchvision-0.12", renamed(weights, [(r"(.*mlp\.)0(.*)", r"\1linear_1\2"), (r"(.*mlp\.)3(.*)", r"\1linear_2\2")]))
    hugging = {}
    for key, values in renamed(weights, [
        (r"class_token", "vit.embeddings.cls_token"), (r"encoder\.pos_embedding", "vit.embeddings.position_embeddings"),
        (r"conv_proj\.(.*)", r"vit.embeddings.patch_embeddings.projection.\1"), (layer + r"ln_1\.(.*)", r"vit.encoder.layer.\1.layernorm_before.\2"),
        (layer + r"ln_2\.(.*)", r"vit.encoder.layer.\1.layernorm_after.\2"), (layer + r"self_attention\.in_proj_(.*)", r"vit.encoder.layer.\1.attention.attention.IN.\2"),
        (layer + r"self_attention\.out_proj\.(.*)", r"vit.encoder.layer.\1.attention.output.dense.\2"), (layer + r"mlp\.0\.(.*)", r"vit.encoder.layer.\1.intermediate.dense.\2"),
        (layer + r"mlp\.3\.(.*)", r"vit.encoder.layer.\1.output.dense.\2"), (r"encoder\.ln\.(.*)", r"vit.layernorm.\1"), (r"heads\.head\.(.*)", r"classifier.\1"),
    ]).items():
        hugging |= split(key, values, "IN")
    write("vit.huggingface", hugging)


def split(key, values, mark):
    """torch.nn.MultiheadAttention's one projection as three."""
    if mark not in key:
        return {key: values}
    return {key.replace(mark, part): third for part, third in zip(["query", "key", "value"], values.chunk(3))}


class ReferenceBert(nn.Module):
    """BERT out of torch.nn's own TransformerEncoder. x: int64 [B, 2, L]."""

    def __init__(self, vocabulary, width, depth, heads, hidden, classes, positions):
        super().__init__()
        self.words = nn.Embedding(vocabulary, width, padding_idx=0)
        self.positions, self.segments = nn.Embedding(positions, width), nn.Embedding(2, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        layer = nn.TransformerEncoderLayer(width, heads, hidden, dropout=0, activation="gelu", layer_norm_eps=1e-12, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, depth, enable_nested_tensor=False)
        self.pooler, self.classifier = nn.Linear(width, width), nn.Linear(width, classes)

    def forward(self, x):
        ids, mask = x[:, 0], x[:, 1]
        embedded = self.norm(self.words(ids) + self.positions(torch.arange(ids.shape[1])) + self.segments(torch.zeros_like(ids)))
        return self.classifier(torch.tanh(self.pooler(self.encoder(embedded, src_key_padding_mask=mask == 0)[:, 0])))


def hugging_bert(tensors):
    layer = r"encoder\.layers\.(\d+)\."
    out = {}
    for key, values in renamed(tensors, [
        (r"words\.(.*)", r"bert.embeddings.word_embeddings.\1"), (r"positions\.(.*)", r"bert.embeddings.position_embeddings.\1"),
        (r"segments\.(.*)", r"bert.embeddings.token_type_embeddings.\1"), (r"norm\.(.*)", r"bert.embeddings.LayerNorm.\1"),
        (layer + r"self_attn\.in_proj_(.*)", r"bert.encoder.layer.\1.attention.self.IN.\2"), (layer + r"self_attn\.out_proj\.(.*)", r"bert.encoder.layer.\1.attention.output.dense.\2"),
        (layer + r"norm1\.(.*)", r"bert.encoder.layer.\1.attention.output.LayerNorm.\2"), (layer + r"linear1\.(.*)", r"bert.encoder.layer.\1.intermediate.dense.\2"),
        (layer + r"linear2\.(.*)", r"bert.encoder.layer.\1.output.dense.\2"), (layer + r"norm2\.(.*)", r"bert.encoder.layer.\1.output.LayerNorm.\2"),
        (r"pooler\.(.*)", r"bert.pooler.dense.\1"),
    ]).items():
        out |= split(key, values, "IN")
    return out


def berts():
    x = torch.stack([torch.randint(1, 30, (4, 9)), torch.ones(4, 9, dtype=torch.int64)], 1)
    for row, length in enumerate([9, 4, 7, 2]):
        x[row, :, length:] = 0
    net = ReferenceBert(vocabulary=30, width=16, depth=2, heads=2, hidden=40, classes=3, positions=12)
    hugging = hugging_bert(record("bert", net, x, 3, hugging_bert, [net.words.weight, net.positions.weight, net.segments.weight]))
    write("bert.weights", hugging)
    # As bert-base-uncased is published: pre-training heads, no classifier, and the norms' first names.
    body = {re.sub(r"LayerNorm\.bias$", "LayerNorm.beta", re.sub(r"LayerNorm\.weight$", "LayerNorm.gamma", key)): values
            for key, values in hugging.items() if not key.startswith("classifier")}
    write("bert.pretraining", body | {"cls.seq_relationship.bias": torch.zeros(2), "bert.embeddings.position_ids": torch.arange(12)[None]})
    write("bert.model", {key.removeprefix("bert."): values for key, values in hugging.items() if not key.startswith("classifier")})


def course():
    conv = lambda i, o: [nn.Conv2d(i, o, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU()]  # noqa: E731
    names = [f"{part}{i}" for i in (1, 2, 3) for part in ("conv", "bn", "relu")]
    features = nn.Sequential(OrderedDict(zip(names, conv(1, 4) + conv(4, 8) + conv(8, 16))))
    net = nn.Sequential(OrderedDict(features=features, pool=nn.AdaptiveAvgPool2d(1), flat=nn.Flatten(), head=nn.Linear(16, 4)))
    record("small-cnn", net, torch.randn(4, 1, 12, 12), 4)
    x = torch.randn(4, 2, 3, 4)
    mlp = OrderedDict(flat=nn.Flatten(), linear1=nn.Linear(24, 7), relu1=nn.ReLU(), linear2=nn.Linear(7, 5), relu2=nn.ReLU(), head=nn.Linear(5, 3))
    record("mlp", nn.Sequential(mlp), x, 3)
    record("softmax-regression", nn.Sequential(OrderedDict(flat=nn.Flatten(), head=nn.Linear(24, 3))), x, 3)


torch.use_deterministic_algorithms(True)
torch.set_num_threads(1)
for make, seed in [(resnets, 0), (vggs, 8), (vits, 0), (berts, 0), (course, 0)]:
    torch.manual_seed(seed)
    make()
