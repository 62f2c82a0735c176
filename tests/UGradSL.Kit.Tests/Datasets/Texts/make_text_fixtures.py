"""Writes stripping.json, words.json, characters.json, pieces.json, small.tar.xz and the kit's bert-fold.txt; given folders, prints the hashes that
the tests pin over the real documents.

Run with Debian's python3-sklearn: /usr/bin/python3 make_text_fixtures.py [FOLDER WITH 20news-bydate-train AND -test, bert/vocab.txt]
"""
import hashlib
import io
import json
import random
import struct
import subprocess
import sys
import tarfile
import unicodedata
from pathlib import Path

import sklearn
from sklearn.datasets import _twenty_newsgroups as sk

import bert_rules

here = Path(__file__).parent
kit = here.parents[3] / "src/UGradSL.Kit/Datasets/Texts"
pick = random.Random(20240)
PARTS = [("headers", sk.strip_newsgroup_header), ("footers", sk.strip_newsgroup_footer), ("quotes", sk.strip_newsgroup_quoting)]


def strip(text, remove):
    """As fetch_20newsgroups does: bit 0 of remove is headers, bit 1 footers, bit 2 quotes, always in this order."""
    for bit, (_, function) in enumerate(PARTS):
        if remove >> bit & 1:
            text = function(text)
    return text


def write(name, value):
    (here / name).write_text(json.dumps(value, ensure_ascii=True, indent=0, separators=(",", ":")) + "\n")


# Texts in news format, well made and not: every piece that a rule looks for, in any order, with every space of latin-1 about it.
made_up = ["", "\n", "\n\n", "--", "-- \nx", "x\n--", "\n\n\n\n", "a\n\nb", "a\n\n\nb\n\n", "From: a\r\n\r\nb\r\n", "a\n \nb", "x\n\n--\n--\n", " \x1c\n-\x1f\n a",
           "\xa0\na\n\x85--\x85\nb\x1d", "h: v\n\n\nIn article <1> a writes:\n> b\n| c\n >d\nsaid: e\nx wrote:\n\n--\nsig", "-\n-\n-", "x\n-a-\n"]
bricks = ["\n", "\n", "\n", "\n\n", "\n\n", " ", "\t", "\r\n", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x1f", "\x85", "\xa0", "-", "--", "---- ", "> ", ">", "|", " >",
          "In article ", "in article ", "Quoted from ", " Quoted from", "writes in", "writes:", "writes :", "wrote:", "says:", "said:", "Said:", "From: x\n", "Subject: y\n",
          "word", "\xe9t\xe9", "\xb2", "\xff", "\x00", "\x7f", "\xad", "."]
made_up += ["".join(pick.choices(bricks, k=pick.randint(1, 30))) for _ in range(400)]
write("stripping.json", [{"text": text, "stripped": [strip(text, remove) for remove in range(8)]} for text in made_up])

# What a character becomes: lower case, decomposed, without marks. Hangul syllables follow a rule and are left out; so are the surrogates.
fold = {c: bert_rules.folded(chr(c)) for c in range(0x110000) if not 0xAC00 <= c <= 0xD7A3 and not 0xD800 <= c <= 0xDFFF}
lines = [f"{c:04X} {' '.join(f'{ord(x):04X}' for x in to)}".strip() for c, to in fold.items() if to != chr(c)]
(kit / "bert-fold.txt").write_text("\n".join(lines) + "\n")

nasty = ["", " ", "Hello, World!", "hello\nworld\tfoo\r\nbar", "caf\u00e9 na\u00efve \u00c5ngstr\u00f6m", "e\u0301\u0327 n\u0303", "\u0130stanbul I\u0307", "\u039f\u03a3 \u039f\u03a3\u0391 \u03a3 \u03a3\u03a3 \u0391\u03a3. \u0391\u03a3.\u0391 \u0391'\u03a3' \u0391\u0301\u03a3\u0301",
         "\u4e2d\u6587abc\u6f22\u5b57", "\uf900\U0002f800\u3042\u30ab\u30ac", "\ud55c\uad6d\uc5b4 \uac00\uac01\ud7a3", "a\u00adb\u200bc\u200dd\ufeffe", "a\x00b\ufffdc\x7fd\x85e\x0bf\x0cg\x1ch", "a\u00a0b\u2003c\u3000d\u2028e\u2029f",
         "[CLS] x [MASK] [PAD][SEP] [unk]", "$1.50^2`~|<>=+", "\u2018q\u2019 \u201cr\u201d \u2014 \u2026 \u00bf\u00a1 \u00ab\u00bb \u3002\u3001 \u00a7\u00b6", "\u20ac\u00a3\u00a9\u00ae\u2122\u00b0\u00b1\u00d7", "\ufb01ne \u01c4 \u01c5 \u1e9e \u00df \u017f \u212a \u212b \u2126",
         "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U00010400\U0001d400 \U0001e900", "\u0e01\u0e34\u0e19 \u0915\u094d\u0937 \u0903x \u0641\u064e\u0651", "\u1fef\u037e\u0387\u1ffd \u2160\u24b6\u00aa\u00ba", "don't o'clock U.S.A. x-y_z", "x" * 100 + " " + "y" * 101 + " " + "z" * 201, "\u00e9" * 100 + " " + "e\u0301" * 60,
         "supercalifragilistic un##able ##ing", "\ue000\U000f0000\U0010ffff\u0378", "\u1100\u1161\u11a8 \u302e\u302fa\u20dd", "\u00c0\u00c9\u00ff\u00d0\u00de\u00f8\u00e6", "A\u030a\u0328\u0323B"]
alphabet = "abCDeS '.-\t\n\u00e9\u00c9\u0301\u0323\u03a3\u03b1\u0130\u4e2d\u00ad\u200b\u2028\u00a0[]#$\u20ac\U0001f600\uac01\uf900\x00\x1f\u1fef\u24b6\u2160\u2019"
nasty += ["".join(pick.choices(alphabet, k=pick.randint(1, 40))) for _ in range(300)]
write("words.json", [{"text": text, "words": bert_rules.words(text)} for text in nasty])

# Every character that this Unicode version assigns, by itself between two letters and twice before a capital sigma: a hash for each 1,024.
blocks = {}
for block in range(0, 0x110000, 1024):
    assigned = [c for c in range(block, block + 1024) if unicodedata.category(chr(c)) not in ("Cn", "Cs", "Co")]
    if assigned:
        text = "\n".join(" ".join(bert_rules.words(f"a{chr(c)}b {chr(c)}\u03a3 {chr(c)}{chr(c)}")) for c in assigned)
        ranges = [[c, next(e for e in range(c, 0x110001) if e not in set(assigned)) - 1] for c in assigned if c - 1 not in assigned]
        blocks[f"{block:04X}"] = {"assigned": ranges, "sha256": hashlib.sha256(text.encode()).hexdigest()}
write("characters.json", {"unicode": unicodedata.unidata_version, "blocks": blocks})

# A vocabulary with every letter and with some pieces, so that nearly nothing is unknown.
letters = "abcdefghijklmnopqrstuvwxyz0123456789\u03b1\u03c3\u03c2\u4e2d\u6587\u8c48\u1100\u1161\u11a8\u20ac"
small = ["[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", *letters, *("##" + x for x in letters),
         "hello", "world", "##llo", "he", "wor", "cafe", "un", "##able", "##ing", "super", "##cali", "the", "##es", "es", "\u2019", "##\u24d0", "x" * 100, "##\u2170"]
vocabulary = {token: i for i, token in enumerate(small)}
write("pieces.json", {"vocabulary": small, "cases": [
    {"text": text, "length": length, "longest": longest, "ids": bert_rules.encode(text, vocabulary, length, longest)[0]}
    for text in nasty for length, longest in [(pick.choice([2, 3, 8, 16, 128, 256]), pick.choice([5, 100, 200]))]]})

# A tiny archive of the real one's layout, for the readers.
buffer = io.BytesIO()
with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
    for part in ("test", "train"):
        for group in ("rec.b", "alt.a"):
            folder = tarfile.TarInfo(f"20news-bydate-{part}/{group}")
            folder.type = tarfile.DIRTYPE
            tar.addfile(folder)
            for number in (10, 9):
                text = f"From: {part}\nSubject: {group}\n\nText {number} \xe9.\n> quoted\n\n--\nsig {number}\n".encode("latin-1")
                member = tarfile.TarInfo(f"20news-bydate-{part}/{group}/{number}")
                member.size = len(text)
                tar.addfile(member, io.BytesIO(text))
# In several blocks, with their lengths in their headers, as xz writes large files.
small_xz = subprocess.run("xz -c -T2 --block-size=3000 --check=crc64 --lzma2=preset=0,dict=64KiB".split(), input=buffer.getvalue(), stdout=subprocess.PIPE, check=True).stdout
(here / "small.tar.xz").write_bytes(small_xz)

for folder in map(Path, sys.argv[1:]):
    print("scikit-learn", sklearn.__version__, "Unicode", unicodedata.unidata_version)
    parts = [folder / "20news-bydate-train", folder / "20news-bydate-test"]
    texts = [path.read_bytes().decode("latin-1") for part in parts for group in sorted(part.iterdir())
             for path in sorted(group.iterdir(), key=lambda path: int(path.name))]
    print(len(texts), "documents")
    for remove in range(8):
        sha = hashlib.sha256()
        for text in texts:
            stripped = strip(text, remove).encode("latin-1")
            sha.update(struct.pack("<i", len(stripped)) + stripped)
        print("stripped", remove, sha.hexdigest())
    vocabulary = {line: i for i, line in enumerate((folder / "bert/vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n"))}
    sha = hashlib.sha256()
    for text in nasty:
        sha.update(struct.pack("<64q", *bert_rules.encode(text, vocabulary, 64)[0]))
    print("nasty texts, length 64", sha.hexdigest())
    for remove, length in ((0, 128), (7, 512)):
        sha = hashlib.sha256()
        for text in texts:
            ids, mask = bert_rules.encode(strip(text, remove), vocabulary, length)
            sha.update(struct.pack(f"<{2 * length}q", *ids, *mask))
        print("tokenised", remove, length, sha.hexdigest())
