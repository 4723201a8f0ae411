"""What machines get of planning acts: pictures of their drawings, their files, the list of data sets."""
