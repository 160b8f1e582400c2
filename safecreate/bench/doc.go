// Package bench measures safecreate beside the libraries that it wants to be chosen
// before. It is a module of its own so that safecreate has no requirements.
//
//	go test -bench . ./...       the benchmark table of docs/safecreate.md
//	go run ./compare             its comparison tables (Linux, as root)
package bench
