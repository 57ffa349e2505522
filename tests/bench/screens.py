#!/usr/bin/env python3
"""What the eye gets of the screen: frames of the real program as pictures.

Plays the program in tmux, draws its cells with a real font, and prints for each
moment and window how light the screen is (mean relative luminance over all
cells) and the contrast of what stands on it, averaged over the cells that it
takes, as the eye does from two metres. Fails where a limit does not hold. It needs
tmux, Pillow and numpy, takes about two minutes, and is no part of the gate:

    cargo build --release
    python3 tests/bench/screens.py [--out FOLDER] [--font FILE]

With --out it leaves the pictures there, and beside each what it looks like from
two metres on a 14-inch panel: grey, and blurred by three minutes of arc.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

try:
    import numpy
    from PIL import Image, ImageDraw, ImageFilter, ImageFont
except ImportError as missing:
    sys.exit(f"{missing}: install Pillow and numpy (python3-pil and python3-numpy in Debian)")

ROOT = Path(__file__).resolve().parents[2]
SIZES = [(120, 40), (80, 30), (80, 24), (60, 15), (200, 50)]
GROUNDS = {"black": (0, 0, 0), "white": (255, 255, 255), "solarized-light": (253, 246, 227)}
THEMES = {"ember": ["black", "white"], "light": ["white", "solarized-light"],
          "plain": ["black", "white", "solarized-light"]}
# A 14-inch panel of 16:10 at two metres, in minutes of arc.
PANEL = 301.6 * 1.72
BLUR = 3.0
# A cell of DejaVu Sans Mono at this size; its full block covers just that.
POINTS, CELL = 16, (10, 19)
BLOCKS = "▀▄█▌▐▖▗▘▙▚▛▜▝▞▟"
# As xterm has them.
ANSI = [(0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205),
        (0, 205, 205), (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0),
        (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255)]


def colour(number):
    if number < 16:
        return ANSI[number]
    if number > 231:
        return (8 + 10 * (number - 232),) * 3
    level = [0, 95, 135, 175, 215, 255]
    number -= 16
    return level[number // 36], level[number // 6 % 6], level[number % 6]


class Window:
    """A session of the program in a window of tmux."""

    def __init__(self, server, home, size, theme, program, arguments):
        self.server, self.size = server, size
        self.name = "-".join([theme, f"{size[0]}x{size[1]}", *arguments[:2]])
        command = ["env", "-u", "COLORTERM", "-u", "NO_COLOR", f"LEGREST_THEME={theme}",
                   f"LEGREST_CONFIG_DIR={home}", f"LEGREST_DATA_DIR={home}", "LC_ALL=C.UTF-8",
                   program, *arguments]
        self.tmux("new-session", "-d", "-s", self.name, "-x", str(size[0]), "-y", str(size[1]),
                  *command)

    def tmux(self, *arguments):
        run = subprocess.run(["tmux", "-L", self.server, "-f", "/dev/null", *arguments],
                             capture_output=True, text=True)
        return run.stdout

    def press(self, *keys):
        for key in keys:
            self.tmux("send-keys", "-t", self.name, key)
            # A key that comes sooner is taken for one that is held down.
            time.sleep(0.15)

    def wait(self, pattern, seconds=60):
        """The cells, once a text is on the screen."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            text = self.tmux("capture-pane", "-t", self.name, "-e", "-p")
            if re.search(pattern, re.sub(r"\x1b\[[\d;]*m", "", text)):
                return text
            time.sleep(0.05)
        raise TimeoutError(f"{self.name}: no {pattern!r} within {seconds} s:\n{text}")

    def close(self):
        self.tmux("kill-session", "-t", self.name)


def cells_of(text, size):
    """Rows of (character, foreground or None, background or None, bold, dim)."""
    rows, style = [], (None, None, False, False)
    for line in (text.split("\n") + [""] * size[1])[:size[1]]:
        row = []
        for part in re.split(r"(\x1b\[[\d;]*m)", line):
            if part.startswith("\x1b"):
                style = styled(style, part[2:-1])
            else:
                row += [(character, *style) for character in part]
        # tmux leaves blanks out at the end of a row, in their last colour.
        row += [(" ", None, style[1], False, False)] * (size[0] - len(row))
        rows.append(row[:size[0]])
    return rows


def styled(style, codes):
    front, back, bold, dim = style
    codes = [int(code or 0) for code in codes.split(";")]
    while codes:
        code = codes.pop(0)
        if code == 0:
            front, back, bold, dim = None, None, False, False
        elif code == 1:
            bold = True
        elif code == 2:
            dim = True
        elif code == 22:
            bold = dim = False
        elif 30 <= code <= 37:
            front = colour(code - 30)
        elif code in (38, 48) and codes[:1] == [5]:
            value, codes = colour(codes[1]), codes[2:]
            front, back = (value, back) if code == 38 else (front, value)
        elif code == 39:
            front = None
        elif code == 49:
            back = None
    return front, back, bold, dim


def drawn(cells, ground, font):
    """The cells as a terminal draws them with this font."""
    width, height = CELL
    rows, columns = len(cells), len(cells[0])
    usual = (0, 0, 0) if sum(ground) > 382 else (229, 229, 229)
    image = Image.new("RGB", (columns * width, rows * height), ground)
    draw = ImageDraw.Draw(image)
    for y, row in enumerate(cells):
        for x, (character, front, back, _bold, dim) in enumerate(row):
            place = (x * width, y * height)
            back = ground if back is None else back
            if back != ground:
                draw.rectangle([place, (place[0] + width - 1, place[1] + height - 1)], fill=back)
            front = usual if front is None else front
            if dim:
                front = tuple((2 * a + b) // 3 for a, b in zip(front, back))
            if character != " ":
                draw.text(place, character, font=font, fill=front)
    return image


def luminance(image):
    light = numpy.asarray(image, dtype=float) / 255
    light = numpy.where(light <= 0.04045, light / 12.92, ((light + 0.055) / 1.055) ** 2.4)
    light = light @ numpy.array([0.2126, 0.7152, 0.0722])
    rows, columns = light.shape[0] // CELL[1], light.shape[1] // CELL[0]
    return light.reshape(rows, CELL[1], columns, CELL[0]).mean(axis=(1, 3))


def contrast(light, cells, ground):
    """Between what a part's cells show on average and the ground."""
    if not cells:
        return None
    mean = sum(light[cell] for cell in cells) / len(cells)
    high, low = max(mean, ground), min(mean, ground)
    return (high + 0.05) / (low + 0.05)


def groups(cells):
    """Cells in groups of rows, from the top."""
    found = []
    for y in sorted({y for y, _ in cells}):
        if not found or y > found[-1][-1][0] + 1:
            found.append([])
        found[-1] += [cell for cell in cells if cell[0] == y]
    return found


def play(server, home, size, theme, program):
    """The moments of a routine, by name, as tmux shows them."""
    moments = {}
    window = Window(server, home, size, theme, program, ["routine", "bedtime", "--quiet"])
    window.wait("Get ready")
    time.sleep(3.5)
    moments["prepare"] = window.wait("Get ready")
    window.press("n")
    moments["first hold"] = window.wait(r"1 of 10|1/10")
    window.press("n")
    window.wait(r"2 of 10|2/10")
    # The digit decides how light it is, so there is a mean over the hold as well.
    moments["hold"] = [window.wait(f"0:0{left}") for left in (7, 6, 5, 4, 3, 2, 1)]
    window.wait("Rest")
    time.sleep(0.3)
    moments["rest"] = window.wait("Rest")
    window.wait(r"3 of 10|3/10")
    moments["hold"] += [window.wait(time) for time in ("0:10", "0:09", "0:08")]
    window.press("Space")
    moments["paused"] = window.wait("(?i)paused")
    window.press("Space")
    time.sleep(0.3)
    moments["count"] = window.wait("3 of 10|3/10")
    window.wait(r"0:0[4-9]")
    time.sleep(3)
    window.press(*"nnnnnnn")
    window.wait(r"10 of 10|10/10")
    window.press("-")
    window.wait("Switch")
    time.sleep(0.3)
    moments["switch"] = window.wait("Switch")
    window.close()
    window = Window(server, home, size, theme, program, ["cramp", "calf", "--quiet"])
    window.wait("let go|lets go")
    moments["cramp"] = window.wait("0:0[2-9]")
    window.close()
    window = Window(server, home, size, theme, program,
                    ["routine", "bedtime", "--quiet", "--only", "elevation"])
    window.wait("Get ready")
    window.press("n")
    window.wait("Legs up")
    time.sleep(21.5)
    moments["long hold"] = window.wait("min")
    window.close()
    return moments


# The styles of ember, by colour.
BODY, LIMB, LARGE, CALM, QUIET = colour(94), colour(166), colour(172), colour(130), colour(137)


# What a theme's colours stand for: what stands around in a drawing, who stretches, the
# stretched limb; and, outside of a drawing, what is large.
INKS = {"ember": (94, 130, 172, 136), "light": (137, 94, 124, 52)}


def measured(theme, moment, ground, cells, image):
    """How light a picture is, and the contrast of its parts."""
    light = luminance(image)
    floor = float(luminance(Image.new("RGB", CELL, ground))[0, 0])
    row = {"mean": float(light.mean())}
    blocks = {(y, x): cell[1] for y, line in enumerate(cells) for x, cell in enumerate(line)
              if cell[0] in BLOCKS}
    if theme not in INKS or moment == "long hold":
        row["letters"] = contrast(light, list(blocks), floor)
        row["rows"] = len({y for y, _ in blocks})
        return row
    prop, body, limb, strong = map(colour, INKS[theme])
    large = (body, strong)
    props = [cell for cell, front in blocks.items() if front == prop]
    # Something on which it stands is in every drawing, and as wide as it.
    across = {x for _, x in props}
    foot = max((y for y, _ in props), default=0)

    def of(front, is_one):
        return [cell for cell, own in blocks.items() if own in front and is_one(*cell)]

    def in_drawing(y, x):
        return bool(across) and min(across) <= x <= max(across) and y <= foot

    row["body"] = contrast(light, of([body], in_drawing), floor)
    row["limb"] = contrast(light, of([limb], in_drawing), floor)
    # Pips and large words stand below all of it.
    pips = [y for y, line in enumerate(cells) if any(cell[0] == "▒" for cell in line)]
    rows = {y for (y, _), front in blocks.items() if front in large}
    apart = [y for y in rows if across and y > foot and y - 1 not in rows]
    below = min(pips + apart, default=len(cells))
    lines = groups(of(large, lambda y, x: not in_drawing(y, x) and y < below))
    row["cue"] = contrast(light, of(large, lambda y, x: y >= below), floor)
    if lines:
        row["digits"] = contrast(light, lines[-1], floor)
        row["rows"] = len({y for y, _ in lines[-1]})
        row["side"] = contrast(light, sum(lines[:-1], []), floor)
    return row


def limits(theme, size, moment, row):
    """What does not hold of what is promised for black."""
    if theme != "ember":
        return
    mean = {"hold": 0.023, "long hold": 0.001}.get(moment)
    if mean and size == (120, 40) and row["mean"] > mean + 0.0005:
        yield f"mean luminance {row['mean']:.4f}, at most {mean}"
    for part, least in {"body": 3.0, "limb": 4.0, "digits": 3.0}.items():
        if row.get(part) and row[part] < least:
            yield f"{part} {row[part]:.1f}:1, at least {least}:1"
    if size == (120, 40):
        # Seven rows are fifty minutes of arc.
        least = {"hold": 15, "first hold": 15, "long hold": 7}.get(moment, 0)
        if row.get("rows", least) < least:
            yield f"digits of {row['rows']} rows, at least {least}"


def from_two_metres(image, columns):
    """Grey, and blurred as the eye does there, with the screen full of the window."""
    minutes = PANEL / (columns * CELL[0])
    return image.convert("L").filter(ImageFilter.GaussianBlur(BLUR / 2.355 / minutes))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=str(ROOT / "target/release/legrest"))
    parser.add_argument("--font", default="/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf")
    parser.add_argument("--out", type=Path, help="a folder for the pictures")
    options = parser.parse_args()
    font = ImageFont.truetype(options.font, POINTS)
    server = f"legrest-screens-{os.getpid()}"
    seen = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        # The page before the very first session comes only once.
        window = Window(server, home, (80, 24), "ember", options.program, ["routine", "bedtime"])
        window.wait("Enter begins")
        window.press("Enter")
        window.wait("Get ready")
        window.press("q")
        window.close()

        def watch(theme, size):
            seen[theme, size] = play(server, home, size, theme, options.program)

        watchers = [threading.Thread(target=watch, args=(theme, size))
                    for theme in THEMES for size in SIZES]
        for watcher in watchers:
            watcher.start()
        for watcher in watchers:
            watcher.join()
        subprocess.run(["tmux", "-L", server, "kill-server"], capture_output=True)
    columns = ["mean", "all", "body", "limb", "side", "digits", "rows", "cue", "letters"]
    print(f"{'theme':6} {'ground':16} {'window':7} {'moment':11}",
          *(f"{name:>7}" for name in columns))
    broken = len(seen) < len(watchers)
    for (theme, size), moments in sorted(seen.items()):
        for ground in THEMES[theme]:
            for moment, texts in moments.items():
                texts = [texts] if isinstance(texts, str) else texts
                grids = [cells_of(text, size) for text in texts]
                images = [drawn(cells, GROUNDS[ground], font) for cells in grids]
                cells, image = grids[0], images[0]
                back = cells[0][0][2] or GROUNDS[ground]
                row = measured(theme, moment, back, cells, image)
                if len(images) > 1:
                    row["all"] = sum(luminance(one).mean() for one in images) / len(images)
                window = f"{size[0]}x{size[1]}"
                shown = (format(row[name], ".4f" if name in ("mean", "all") else ".1f")
                         if row.get(name) else "" for name in columns)
                print(f"{theme:6} {ground:16} {window:7} {moment:11}",
                      *(f"{value:>7}" for value in shown))
                for fault in limits(theme, size, moment, row):
                    print(f"    FAULT: {fault}")
                    broken = True
                if options.out:
                    options.out.mkdir(parents=True, exist_ok=True)
                    name = f"{theme}-{ground}-{window}-{moment.replace(' ', '-')}"
                    image.save(options.out / f"{name}.png")
                    far = from_two_metres(image, size[0])
                    far.save(options.out / f"{name}-from-2m.png")
    sys.exit(broken)


if __name__ == "__main__":
    main()
