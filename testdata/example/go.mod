module example.org/daemons

go 1.26
