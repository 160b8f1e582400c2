module github.com/Masterminds/sprig

go 1.26
