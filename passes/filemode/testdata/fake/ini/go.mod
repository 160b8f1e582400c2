module github.com/go-ini/ini

go 1.26.0
