"""How long data of people are kept, what becomes of them then, and what people may ask about their own."""
