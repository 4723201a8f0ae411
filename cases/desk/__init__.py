"""The clerk's pages under /urzad/sprawy/: inbox, the case on one page, documents, reports. Writes by the core alone."""
