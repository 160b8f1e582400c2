module github.com/permvet/permvet/safecreate

go 1.25
