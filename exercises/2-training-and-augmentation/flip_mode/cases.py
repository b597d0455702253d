"""Problems of telling letters apart: what a letter becomes when it is flipped can be looked up."""

# Letters that stay what they are, and pairs that turn into each other.
KEPT = {"mirrored": "AHIMOTUVWXY", "upside_down": "BCDEHIKOX", "half_turn": "HINOSXZ"}
SWAPPED = {"mirrored": ("bd", "pq"), "upside_down": ("bp", "dq", "MW"), "half_turn": ("bq", "dp", "MW")}
ALL = "HIOX"


def become(letter, change):
    for pair in SWAPPED[change]:
        if letter in pair:
            return pair[1 - pair.index(letter)]
    return letter if letter in KEPT[change] else None


def problem(letters):
    changes = {change: [become(letter, change) for letter in letters] for change in KEPT}
    return {"classes": list(letters), **changes}


def public():
    nowhere = [None, None]
    cats = {"classes": ["cat", "dog"], "mirrored": ["cat", "dog"], "upside_down": nowhere, "half_turn": nowhere}
    arrows = {
        "classes": ["left", "right", "up"],
        "mirrored": ["right", "left", "up"],
        "upside_down": ["left", "right", "down"],
        "half_turn": ["right", "left", "down"],
    }
    land = ["forest", "river", "city"]
    satellite = {"classes": land, "mirrored": land, "upside_down": land, "half_turn": land}
    yield "flips", {"problems": [cats, arrows, satellite]}
    yield "flips", {"problems": [problem("AT"), problem("BE"), problem("AB"), problem("bd")]}
    yield "half a turn", {"problems": [problem("NS"), problem("HN"), problem("AN")]}


def hidden(random):
    def some(letters, count):
        return [str(letter) for letter in random.choice(list(letters), count, replace=False)]

    def mixed(*letters):
        return problem([str(letter) for letter in random.permutation(letters)])

    def shuffled(problems):
        return {"problems": [problems[i] for i in random.permutation(len(problems))]}

    for _ in range(3):
        only_mirrored = [letter for letter in KEPT["mirrored"] if letter not in ALL]
        only_upside_down = [letter for letter in KEPT["upside_down"] if letter not in ALL]
        flips = [
            mixed(*some(ALL, 3)),
            mixed(*some(only_mirrored, 3)),
            mixed(*some(only_mirrored, 1), *some(ALL, 3)),
            mixed(*some(only_upside_down, 3)),
            mixed(*some(only_upside_down, 1), *some(ALL, 3)),
            mixed(*some("FGLQR", 3)),
            mixed(*some(only_mirrored, 2), *some(only_upside_down, 2)),
        ]
        yield "flips", shuffled(flips)
        changed = [
            mixed(*"bd"),
            mixed(*"bp"),
            mixed(*"bq"),
            mixed(*"bdpq"),
            mixed(*some(only_mirrored, 3), *some("bdpq", 1)),
            mixed(*some(only_upside_down, 3), *some("bdpq", 1)),
        ]
        yield "other letters", shuffled([*changed, *flips[:4]])
        turned = [
            mixed(*some("NSZ", 2)),
            mixed(*some("NSZ", 1), *some(ALL, 2)),
            mixed(*some("NSZ", 2), *some(only_mirrored, 1)),
            mixed(*some("NSZ", 2), *some(only_upside_down, 1)),
        ]
        yield "half a turn", shuffled([*turned, *flips[:4]])
