# SPDX-License-Identifier: Apache-2.0
"""Random tags: as people write them, and nearly so."""

NUMBERS = ["0", "1", "2", "3", "9", "10", "11", "03", "007", "24", "2014", "2024", "20241029", "4294967296", "99999999"]
PHASES = ["a", "b", "c", "rc", "alpha", "beta", "pre", "preview"]
POSTS = ["post", "rev", "r"]
GLUES = ["", "", ".", "-", "_"]
LOCALS = ["1", "7", "01", "cu118", "ubuntu1", "abc", "k3s1", "5.1", "dirty", "x", "2024"]
IDENTIFIERS = ["alpha", "beta", "rc", "0", "1", "2", "11", "01", "x", "Beta", "dev", "post1", "rc1", "rc10", "-", "a-b",
               "1a", "m1", "nightly", "SNAPSHOT", "20240101", "preview"]
NOISE = "0123456789abcdegprvxz.-_.-_ABG"


def release(random, most=4):
    """The first number stays short, since long ones are dates and build numbers."""
    count = random.choices(range(1, most + 1), [1, 4, 8, 2][:most])[0]
    first = random.choice([n for n in NUMBERS if len(n) < 5])
    return ".".join([first, *(random.choice(NUMBERS) for _ in range(count - 1))])


def _part(random, words):
    word = random.choice(words)
    word = random.choice([word, word, word.upper(), word.title()])
    number = random.choice(["", random.choice(NUMBERS), random.choice(NUMBERS)])
    return random.choice(GLUES) + word + (random.choice(GLUES) + number if number else "")


def pep440(random):
    tag = random.choice(["", "", "", "v", "V"]) + release(random)
    if random.random() < 0.5:
        tag += _part(random, PHASES)
    if random.random() < 0.3:
        tag += random.choice([_part(random, POSTS), "-" + random.choice(NUMBERS)])
    if random.random() < 0.3:
        tag += _part(random, ["dev"])
    if random.random() < 0.2:
        tag += random.choice("_-") + random.choice(LOCALS)
    return tag


def semver(random):
    tag = random.choice(["", "", "v"]) + release(random, 3)
    if random.random() < 0.6:
        tag += "-" + ".".join(random.choice(IDENTIFIERS) for _ in range(random.choice([1, 1, 2, 2, 3])))
    if random.random() < 0.2:
        tag += "_" + ".".join(random.choice(IDENTIFIERS) for _ in range(random.choice([1, 2])))
    return tag


def mutated(random, tag):
    """One to two characters lost, gained, changed or doubled."""
    for _ in range(random.choice([1, 1, 2])):
        at = random.randrange(len(tag) + 1)
        tag = random.choice([tag[:at] + tag[at + 1:], tag[:at] + random.choice(NOISE) + tag[at:],
                             tag[:at] + random.choice(NOISE) + tag[at + 1:], tag[:at] + tag[at:at + 2] + tag[at:]])
    return tag or "1"
