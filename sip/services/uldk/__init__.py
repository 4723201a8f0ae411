"""The protocol of the national parcel locator (ULDK), so that its clients work with our address; docs/uldk.md."""
