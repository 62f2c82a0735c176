"""Makes Pictures/: small files of every kind that is converted, and pictures.json: what Pillow (9.4) makes of them.
Run with Debian's packages: /usr/bin/python3 make_pictures.py
"""
import base64, json, os
import numpy as np
from PIL import Image, ImageOps

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Pictures")
os.makedirs(folder, exist_ok=True)
rng = np.random.default_rng(0)


def picture(height, width, channels=3):
    y, x = np.mgrid[0:height, 0:width]
    waves = [127 + 70 * np.sin(x / (3 + c) + c) + 50 * np.cos(y / (5 - c)) for c in range(channels)]
    return np.clip(np.stack(waves, -1) + rng.normal(0, 4, (height, width, channels)), 0, 255).astype(np.uint8)


def save(name, image, **options):
    image.save(os.path.join(folder, name), **options)


rgb = Image.fromarray(picture(37, 50))
save("wide.jpg", rgb, quality=90)
save("tall.jpg", Image.fromarray(picture(61, 33)), quality=85, subsampling=0)
save("progressive.jpg", rgb, quality=90, progressive=True)
save("grey.jpg", Image.fromarray(picture(40, 40, 1)[..., 0]), quality=90)
save("cmyk.jpg", rgb.convert("CMYK"), quality=95, subsampling=0)
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    save(f"turned{orientation}.jpg", Image.fromarray(picture(24, 40)), quality=95, subsampling=0, exif=exif)
save("plain.png", Image.fromarray(picture(45, 31)))
save("tiny.png", Image.fromarray(picture(5, 4)))
save("grey.png", Image.fromarray(picture(20, 26, 1)[..., 0]))
save("alpha.png", Image.fromarray(picture(28, 28, 4)))
save("palette.png", rgb.quantize(64))


def planes(image):
    return base64.b64encode(np.asarray(image).transpose(2, 0, 1).tobytes()).decode()


def square(image, size):
    side = min(image.size)
    left, top = round((image.width - side) / 2.0), round((image.height - side) / 2.0)
    return image.crop((left, top, left + side, top + side)).resize((size, size), Image.BILINEAR)


def shorter_side(image, shorter, size):
    # torchvision's Resize(shorter) and CenterCrop(size)
    if image.width <= image.height:
        image = image.resize((shorter, int(shorter * image.height / image.width)), Image.BILINEAR)
    else:
        image = image.resize((int(shorter * image.width / image.height), shorter), Image.BILINEAR)
    left, top = round((image.width - size) / 2.0), round((image.height - size) / 2.0)
    return image.crop((left, top, left + size, top + size))


found = {}
for name in sorted(os.listdir(folder)):
    if name.endswith(".json"):
        continue
    image = ImageOps.exif_transpose(Image.open(os.path.join(folder, name))).convert("RGB")
    found[name] = {"height": image.height, "width": image.width, "square": planes(square(image, 12)), "shorter": planes(shorter_side(image, 16, 13))}
with open(os.path.join(folder, "pictures.json"), "w") as file:
    json.dump(found, file, indent=0)
    file.write("\n")
