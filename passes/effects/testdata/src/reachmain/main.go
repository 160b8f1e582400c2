// A program: nobody else calls its functions, exported or not.
package main

import "os"

func Save(p string) { os.WriteFile(p, nil, 0o600) } // want "shared"

func main() {
	Save("/tmp/x") // want "shared"
}
