"""Cases of a former register, brought in from its tables: nothing typed is dropped, nothing is guessed in silence."""
