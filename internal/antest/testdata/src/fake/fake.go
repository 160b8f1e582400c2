package fake

import "example.org/bolt"

func open() error { return bolt.Open("p", 0o666) } // want "mode"
