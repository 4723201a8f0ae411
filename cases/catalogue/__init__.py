"""The services an office offers, as data: forms, fees, periods, what each needs and where it ends up."""
