module example.org/lockfile

go 1.26
