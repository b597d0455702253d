"""Clouds of features, and those of unseen pets: what stands in the way of a careless head differs by group."""

import numpy as np

KNOWN, UNSEEN = 300, 64
IMAGE_SIZE = (224, 224)
# Right heads come to about 94%: at 80%, bad luck with the pets of a seed costs nobody a point.
LEAST_ACCURACY = 0.8


def shuffled(random, zeros, ones):
    return random.permutation(np.repeat([0, 1], [zeros, ones]))


def clouds(random, labels, direction, scales, places):
    """Features of deviation 1 around two centres, then stretched and moved."""
    centres = np.outer(2 * labels - 1, direction)
    return (centres + random.normal(0, 1, centres.shape)) * scales + places


def case(random, counts, other_counts, direction, scales=1.0, places=0.0):
    labels, others = shuffled(random, *counts), shuffled(random, *other_counts)
    features, other_features = (clouds(random, part, direction, scales, places) for part in (labels, others))
    return {"features": features, "labels": labels, "others": other_features}


def aslant(random, channels, distance):
    """A direction of that length in which no channel counts for little."""
    direction = random.uniform(0.5, 1, channels) * random.choice([-1, 1], channels)
    return distance * direction / np.linalg.norm(direction)


def together(random, pictures, others):
    """Two channels that rise and fall together: only their difference tells the classes apart."""
    labels, other_labels = (shuffled(random, count // 2, count // 2) for count in (pictures, others))
    sign = float(random.choice([-1, 1]))

    def features(part):
        common = random.normal(0, 2, len(part))
        first = common + sign * (part - 0.5) * 2 + random.normal(0, 0.25, len(part))
        return np.stack([first, common, random.normal(0, 1, len(part))], axis=1)

    return {"features": features(labels), "labels": labels, "others": features(other_labels)}


def many_channels(random, channels, pictures, others):
    """More channels than pictures, and some that never change, as filters do that find nothing."""
    silent = np.zeros(channels // 4)
    order = random.permutation(channels + len(silent))
    direction = np.concatenate([aslant(random, channels, 7), silent])[order]
    scales = np.concatenate([np.ones(channels), silent])[order]
    return case(random, (pictures // 2,) * 2, (others // 2,) * 2, direction, scales)


def pets(random):
    """Pets of the course to learn from, others that were drawn for this seed alone, and the classes of those."""
    from course_utils.datasets import first_of_each_class, image_batches, sample_pets
    from course_utils.grading.unseen_pets import unseen_pets
    from course_utils.pretrained import extract_features, load

    conv_base = load(input_shape=(*IMAGE_SIZE, 3), pooling="avg")

    def features(batches):
        found, labels = extract_features(conv_base, batches, verbose=False)
        return found.round(2), labels.astype(int)

    pictures = image_batches(sample_pets() / "validation", IMAGE_SIZE)
    known, labels = features(first_of_each_class(pictures, KNOWN))
    unseen = unseen_pets(int(random.integers(2**31)), UNSEEN)
    others, truth = features(image_batches(unseen, IMAGE_SIZE))
    return {"features": known, "labels": labels, "others": others}, truth


def public():
    random = np.random.default_rng(6)
    yield "equal scales", case(random, (5, 5), (4, 4), aslant(random, 2, 3.5))
    yield "unequal scales", case(random, (5, 5), (4, 4), np.array([3.5, 0.0]), np.array([0.01, 100.0]))
    yield "many channels", many_channels(random, 20, 10, 8)


def hidden(random):
    for channels in (3, 5, 6):
        direction = aslant(random, channels, 3.5)
        yield "equal scales", case(random, (30, 30), (60, 60), direction)
        # The larger half of the numbers tells nothing about the class.
        silent = np.concatenate([aslant(random, channels, 3.5), np.zeros(channels)])
        scales = np.concatenate([np.logspace(-3, -1, channels), np.logspace(1, 3, channels)])
        order = random.permutation(2 * channels)
        places = random.uniform(-5, 5, 2 * channels) * scales[order]
        yield "unequal scales", case(random, (30, 30), (60, 60), silent[order], scales[order], places)
        yield "two channels together", together(random, 60, 120)
        yield "unequal numbers", case(random, (56, 8), (60, 60), direction, places=20.0)
        yield "unequal numbers", case(random, (32, 32), (14, 106), direction, places=20.0)
    yield "many channels", many_channels(random, 200, 60, 120)
    yield "unseen pets", *pets(random), 1 - LEAST_ACCURACY
