<?xml version="1.0" encoding="UTF-8"?>
<kml><Document/></kml>
