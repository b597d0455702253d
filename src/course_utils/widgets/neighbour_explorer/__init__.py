"""Pictures and their nearest neighbours: by what a pretrained net sees in them, and by their pixels."""
