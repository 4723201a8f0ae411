"""The statutory clock: terms as administrative procedure counts them, and deadlines that explain themselves."""
