def flip_mode(problems):
    """Return the mode of RandomFlip that keeps every label, for each problem.

    problems: dictionaries of lists: "classes", and what pictures of them become
        when "mirrored", turned "upside_down", or after a "half_turn"
    """
    ### BEGIN SOLUTION
    modes = []
    for problem in problems:
        if problem["half_turn"] == problem["classes"]:
            modes.append("horizontal_and_vertical")
        elif problem["mirrored"] == problem["classes"]:
            modes.append("horizontal")
        elif problem["upside_down"] == problem["classes"]:
            modes.append("vertical")
        else:
            modes.append("none")
    return modes
    ### END SOLUTION
