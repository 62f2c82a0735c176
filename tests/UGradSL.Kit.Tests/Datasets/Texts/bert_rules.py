"""BERT-uncased's tokenisation, written from its published rules: what a control, a space and a punctuation mark is, and the greedy longest
match (https://github.com/google-research/bert#tokenization). Only the standard library; what it knows of characters is unicodedata's."""
import unicodedata

CJK = [(0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF),
       (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)]


def cleaned(char):
    """What takes the place of a character before words are looked for."""
    kind = unicodedata.category(char)
    if char in "\t\n\r" or kind == "Zs":
        return " "
    if ord(char) in (0, 0xFFFD) or kind in ("Cc", "Cf"):
        return ""
    return f" {char} " if any(first <= ord(char) <= last for first, last in CJK) else char


def folded(text):
    """Lower case, without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")


def is_punctuation(char):
    return 33 <= ord(char) <= 126 and not char.isalnum() or unicodedata.category(char).startswith("P")


def words(text):
    found = []
    for token in "".join(map(cleaned, text)).split():
        word = ""
        for char in folded(token):
            if is_punctuation(char):
                found += [word, char]
                word = ""
            else:
                word += char
        found.append(word)
    return [word for word in found if word]


def pieces(word, vocabulary, longest):
    """The ids of one word: the longest beginning that the vocabulary has, then the longest '##' beginning of the rest, or [UNK]."""
    unknown = [vocabulary["[UNK]"]]
    if len(word) > longest:
        return unknown
    ids, start = [], 0
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = ("##" if start else "") + word[start:end]
            if piece in vocabulary:
                ids.append(vocabulary[piece])
                start = end
                break
        else:
            return unknown
    return ids


def encode(text, vocabulary, length, longest=100):
    """length ids, [CLS] … [SEP] and then [PAD], and as many of the mask."""
    ids = []
    for word in words(text):
        ids += pieces(word, vocabulary, longest)
        if len(ids) >= length - 2:
            break
    ids = [vocabulary["[CLS]"], *ids[:length - 2], vocabulary["[SEP]"]]
    padding = length - len(ids)
    return ids + padding * [vocabulary["[PAD]"]], len(ids) * [1] + padding * [0]
