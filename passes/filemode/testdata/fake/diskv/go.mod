module github.com/peterbourgon/diskv

go 1.26.0
