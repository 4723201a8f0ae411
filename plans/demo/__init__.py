"""The demo powiat's planners: believable, invented acts over the demo's land; parameters in fixtures/demo.toml.

They know the land only from a file of plain geometry (land.py) and write what a planning office would send: APP GML,
zones, provisions, drawings, restrictions. Nothing here reads the registers or writes them.
"""
