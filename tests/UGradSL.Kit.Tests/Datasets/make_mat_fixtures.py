"""Writes MATLAB 5 files by SciPy and by hand, and mat.json: what SciPy reads in them, numbers in the order of the file (column-major).

With the path of SVHN's first 10,000 test images (test_32x32_first10000.mat) it also notes the SHA-256 of its pixels as uint8
[N, 3, 32, 32] and of its labels as bytes, digit 0 as 0; without, it keeps what mat.json has.
Run with Debian's python3-scipy: /usr/bin/python3 make_mat_fixtures.py [PATH]
"""
import hashlib
import json
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import scipy
from scipy.io import loadmat, savemat

HERE = Path(__file__).parent
rng = np.random.default_rng(5)
KINDS = ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"]


def numbers():
    """One small array of every type, the ends of its range among its numbers; and what has to be passed over."""
    arrays = {kind: rng.integers(np.iinfo(kind).min, np.iinfo(kind).max, (2, 3, 2), kind, endpoint=True) for kind in KINDS}
    for kind in KINDS:
        arrays[kind].flat[:2] = np.iinfo(kind).min, np.iinfo(kind).max
    arrays["single"] = rng.normal(size=(3, 2)).astype(np.float32)
    arrays["double"] = rng.normal(size=(1, 5))
    arrays["truth"] = np.array([[True, False, True]])
    arrays["one"] = np.array([[7]], np.uint8)
    arrays["none"] = np.zeros((0, 3))
    arrays["a_name_that_fills_more_than_one_word"] = np.arange(3, dtype=np.int16)[None]
    passed = {"text": "twelve", "cell": np.array([1, "a"], object), "structure": {"field": 1.5}, "sparse": scipy.sparse.eye(3).tocsc()}
    return arrays, passed


def element(order, kind, data):
    return struct.pack(order + "II", kind, len(data)) + data + b"\0" * (-len(data) % 8)


def matrix(order, name, kind, dims, stored, data):
    """An array as MATLAB writes it: short names and data in small elements, doubles in fewer bytes where these do."""
    body = element(order, 6, struct.pack(order + "II", kind, 0)) + element(order, 5, struct.pack(f"{order}{len(dims)}i", *dims))
    for code, part in ((1, name.encode()), (stored, data)):
        small = struct.pack(order + "I", len(part) << 16 | code) + part.ljust(4, b"\0")
        body += small if 0 < len(part) <= 4 else element(order, code, part)
    return element(order, 14, body)


def by_hand(order):
    """Byte orders that SciPy reads and does not write; doubles stored as bytes and as int16; one array compressed."""
    packed = zlib.compress(matrix(order, "packed", 9, (1, 300), 2, bytes(i % 256 for i in range(300))))
    return (b"MATLAB 5.0 MAT-file, by hand".ljust(116) + b"\0" * 8 + struct.pack(order + "H", 0x100) + (b"MI" if order == ">" else b"IM")
            + matrix(order, "x", 6, (2, 2), 2, bytes([1, 2, 3, 250])) + matrix(order, "wide", 6, (1, 3), 3, struct.pack(order + "3h", -5, 0, 300))
            + matrix(order, "real", 6, (1, 2), 9, struct.pack(order + "2d", 0.1, -1e300)) + struct.pack(order + "II", 15, len(packed)) + packed
            + matrix(order, "y", 13, (3, 1), 6, struct.pack(order + "3I", 0, 1, 2**32 - 1)))


def read(path):
    """Each numeric array as text: its shape, then its numbers."""
    return {name: "x".join(map(str, a.shape)) + ": " + " ".join(repr(+v) for v in a.flatten("F").tolist())
            for name, a in loadmat(path).items() if isinstance(a, np.ndarray) and a.dtype.kind in "iufb"}


def svhn(path):
    mat = loadmat(path)
    return {"pixels": hashlib.sha256(mat["X"].transpose(3, 2, 0, 1).tobytes()).hexdigest(),
            "labels": hashlib.sha256((mat["y"].ravel() % 10).astype(np.uint8).tobytes()).hexdigest()}


arrays, passed = numbers()
savemat(HERE / "mat/plain.mat", arrays | passed, do_compression=False)
savemat(HERE / "mat/compressed.mat", arrays | passed, do_compression=True)
(HERE / "mat/big-endian.mat").write_bytes(by_hand(">"))
(HERE / "mat/little-endian.mat").write_bytes(by_hand("<"))

out = HERE / "mat/mat.json"
real = svhn(sys.argv[1]) if len(sys.argv) > 1 else json.loads(out.read_text())["svhn"]
files = {path.name: read(path) for path in sorted((HERE / "mat").glob("*.mat"))}
out.write_text(json.dumps({"scipy": scipy.__version__, "svhn": real, "files": files}, indent=1) + "\n")
