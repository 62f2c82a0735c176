"""Writes numpy.safetensors beside this file, from the format's description and with numpy alone: /usr/bin/python3 safetensors_fixture.py"""
import json
import pathlib
import struct

import numpy as np

ramp = np.arange(6).reshape(2, 3)
tensors = {  # name: (type, values as they lie in the file)
    "f64": ("F64", (ramp / 7).astype("<f8")),
    "i64": ("I64", (ramp - 2**40).astype("<i8")),
    "f32": ("F32", (ramp.T / 7).astype("<f4")),
    "i32": ("I32", (ramp - 3).astype("<i4")),
    "f16": ("F16", (ramp / 4).astype("<f2")),
    "bf16": ("BF16", ((ramp / 4).astype("<f4").view("<u4") >> 16).astype("<u2")),
    "u8": ("U8", (250 + ramp).astype("u1")),
    "bool": ("BOOL", ramp % 2 == 0),
    "scalar": ("F32", np.array(2.5, "<f4")),
    "empty": ("F32", np.zeros((0, 3), "<f4")),
    "größe \"π\"": ("U8", np.array([1], "u1")),
}
header, data = {"__metadata__": {"made by": "numpy"}}, b""
for name, (kind, values) in tensors.items():
    raw = values.tobytes()
    header[name] = {"dtype": kind, "shape": list(values.shape), "data_offsets": [len(data), len(data) + len(raw)]}
    data += raw
text = json.dumps(header, ensure_ascii=False).encode()
(pathlib.Path(__file__).parent / "numpy.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
