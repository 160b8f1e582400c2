module example.org/bolt

go 1.26
