"""Reading of files for any register: bytes, values, and geometry brought to PL-1992."""
