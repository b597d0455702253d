def split_names(names, counts):
    """Return the names for training, validation and test.

    Three lists, each by class and then by number.

    names: such as "cat.12.jpg", in any order
    counts: how many names of each class go into training, validation and test
    """
    ### BEGIN SOLUTION
    classes = {}
    for name in sorted(names, key=lambda name: int(name.split(".")[1])):
        classes.setdefault(name.split(".")[0], []).append(name)
    parts, start = [], 0
    for count in counts:
        parts.append([name for label in sorted(classes) for name in classes[label][start : start + count]])
        start += count
    return tuple(parts)
    ### END SOLUTION
