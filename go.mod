module github.com/permvet/permvet

go 1.26.0

require (
	golang.org/x/sys v0.46.0
	golang.org/x/tools v0.47.0
	honnef.co/go/tools v0.7.0
)
