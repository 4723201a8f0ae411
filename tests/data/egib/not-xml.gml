To jest notatka, nie plik GML.
