// The inmate as a program, for go build -cover.
package main

import "github.com/permvet/permvet/safecreate/privdrop/internal/inmate"

func main() { inmate.Main() }
