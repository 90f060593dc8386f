"""Writers: each turns the frozen `Report` into one kind of file."""
